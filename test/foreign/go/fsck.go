package main

import (
	"context"
	"fmt"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/fsck"
)

// checkLog recomputes every tile of a log from its entries with tessera's fsck.
func checkLog(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "log", "policy"); err != nil {
		return nil, err
	}
	p, err := readPolicy(words[1])
	if err != nil {
		return nil, err
	}
	fetcher, err := fetcherOf(words[0])
	if err != nil {
		return nil, err
	}
	check := fsck.New(p.logs[0].Name(), p.logs[0], fetcher, leafHashes, fsck.Opts{N: 4})
	if err := check.Check(ctx); err != nil {
		return nil, fmt.Errorf("fsck: %w", err)
	}
	return map[string]string{"status": check.Status().String()}, nil
}

func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, len(entries.Entries))
	for at, entry := range entries.Entries {
		hashes[at] = rfc6962.DefaultHasher.HashLeaf(entry)
	}
	return hashes, nil
}
