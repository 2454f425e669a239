lines <- readLines(file("stdin"))
for (line in lines) {
  pair <- strsplit(line, "\t", fixed = TRUE)[[1]]
  answer <- tryCatch({
    numeric_version(pair)
    c("<", "=", ">")[compareVersion(pair[1], pair[2]) + 2]
  }, error = function(condition) "!")
  cat(answer, "\n", sep = "")
}
