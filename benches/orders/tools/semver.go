// Compares pairs of versions as the go command does.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/semver"
)

// Records of the Go vulnerability database leave the v out.
func canonical(text string) string {
	return "v" + strings.TrimPrefix(text, "v")
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		a, b, _ := strings.Cut(lines.Text(), "\t")
		a, b = canonical(a), canonical(b)
		sign := "!"
		if semver.IsValid(a) && semver.IsValid(b) {
			sign = map[int]string{-1: "<", 0: "=", 1: ">"}[semver.Compare(a, b)]
		}
		fmt.Println(sign)
	}
}
