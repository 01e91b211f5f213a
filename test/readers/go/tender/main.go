package main

import (
	"encoding/json"
	"fmt"
	"os"

	"tender/internal/images"
)

// Prints what tender finds of Debian.
func main() {
	found, err := images.ListImages(images.Filter{Distro: "debian"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		panic(err)
	}
}
