STDIN.each_line(chomp: true) do |line|
  a, b = line.split("\t")
  if Gem::Version.correct?(a) && Gem::Version.correct?(b)
    puts({ -1 => "<", 0 => "=", 1 => ">" }[Gem::Version.new(a) <=> Gem::Version.new(b)])
  else
    puts "!"
  end
end
