const semver = require("semver");
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter((line) => line);
const signs = lines.map((line) => {
  const [a, b] = line.split("\t");
  if (!semver.valid(a, true) || !semver.valid(b, true)) return "!";
  const order = semver.compare(a, b, true);
  return order < 0 ? "<" : order > 0 ? ">" : "=";
});
console.log(signs.join("\n"));
