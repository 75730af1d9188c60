package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"filippo.io/torchwood"
	merkle "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/tlog"
)

type twoTrees struct {
	OldSize int64    `json:"oldSize"`
	NewSize int64    `json:"newSize"`
	OldRoot []byte   `json:"oldRoot"`
	NewRoot []byte   `json:"newRoot"`
	Path    [][]byte `json:"path"`
}

// proveConsistency proves from the tiles of a log that its newest checkpoint extends one that was kept, with x/mod and with tessera.
func proveConsistency(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "log", "policy", "older checkpoint"); err != nil {
		return nil, err
	}
	p, tiles, err := logAndPolicy(words)
	if err != nil {
		return nil, err
	}
	older, err := p.openFile(words[2])
	if err != nil {
		return nil, err
	}
	newer, err := p.openAt(ctx, tiles, nil)
	if err != nil {
		return nil, err
	}
	hashes := torchwood.TileHashReaderWithContext(ctx, newer.tree, tiles)
	path, err := tlog.ProveTree(newer.Size, older.Size, hashes)
	if err != nil {
		return nil, fmt.Errorf("x/mod: %w", err)
	}
	both := twoTrees{older.Size, newer.Size, older.tree.Hash[:], newer.tree.Hash[:], bytesOf(path)}
	if err := both.verify(); err != nil {
		return nil, err
	}
	other, err := pathOfTessera(ctx, words[0], older.Size, newer.Size)
	if err != nil {
		return nil, fmt.Errorf("tessera: %w", err)
	}
	if fmt.Sprintf("%x", other) != fmt.Sprintf("%x", both.Path) {
		return nil, fmt.Errorf("x/mod proves it by %x, tessera by %x", both.Path, other)
	}
	return both, nil
}

// verifyConsistency verifies the proof on standard input with x/mod and with merkle.
func verifyConsistency(context.Context, []string) (any, error) {
	var both twoTrees
	if err := json.NewDecoder(os.Stdin).Decode(&both); err != nil {
		return nil, err
	}
	return both, both.verify()
}

func (both twoTrees) verify() error {
	path, err := hashesOf(both.Path)
	if err != nil {
		return err
	}
	oldRoot, newRoot := tlog.Hash(both.OldRoot), tlog.Hash(both.NewRoot)
	if err := tlog.CheckTree(path, both.NewSize, newRoot, both.OldSize, oldRoot); err != nil {
		return fmt.Errorf("x/mod: %w", err)
	}
	hasher := rfc6962.DefaultHasher
	err = merkle.VerifyConsistency(hasher, uint64(both.OldSize), uint64(both.NewSize), both.Path, both.OldRoot, both.NewRoot)
	if err != nil {
		return fmt.Errorf("merkle: %w", err)
	}
	return nil
}

func pathOfTessera(ctx context.Context, where string, oldSize, newSize int64) ([][]byte, error) {
	fetcher, err := fetcherOf(where)
	if err != nil {
		return nil, err
	}
	builder, err := client.NewProofBuilder(ctx, uint64(newSize), fetcher.ReadTile)
	if err != nil {
		return nil, err
	}
	return builder.ConsistencyProof(ctx, uint64(oldSize), uint64(newSize))
}
