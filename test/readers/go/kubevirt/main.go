package main

import (
	"encoding/json"
	"fmt"
	"os"

	"kubevirt.io/containerdisks/artifacts/debian"
)

// Prints what KubeVirt would make a container disk of.
func main() {
	found, err := debian.New("13", "trixie", "x86_64", nil, nil).Inspect()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answer := map[string]any{"url": found.DownloadURL, "sha512": found.Checksum, "tags": found.AdditionalUniqueTags}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		panic(err)
	}
}
