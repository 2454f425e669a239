for line <- IO.stream(:stdio, :line) do
  [a, b] = line |> String.trim_trailing("\n") |> String.split("\t")

  case {Version.parse(a), Version.parse(b)} do
    {{:ok, a}, {:ok, b}} -> %{lt: "<", eq: "=", gt: ">"} |> Map.fetch!(Version.compare(a, b)) |> IO.puts()
    _ -> IO.puts("!")
  end
end
