package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"
)

type wholeLog struct {
	*judgedCheckpoint
	// Digest is SHA-256 over uint32 big-endian length || entry, for each entry in order.
	Digest string `json:"digest"`
	// Proven counts entries that were also read alone, with an inclusion proof.
	Proven int `json:"proven"`
}

// readLog reads all entries of a log, each verified by the root. With a third word, which names a file with an older checkpoint,
// as they were at that checkpoint.
func readLog(ctx context.Context, words []string) (any, error) {
	if len(words) != 3 {
		if err := wordsOf(words, "log", "policy"); err != nil {
			return nil, err
		}
	}
	p, tiles, err := logAndPolicy(words)
	if err != nil {
		return nil, err
	}
	checkpoint, err := p.openAt(ctx, tiles, words[2:])
	if err != nil {
		return nil, err
	}
	reader, err := torchwood.NewClient(tiles)
	if err != nil {
		return nil, err
	}
	digest, err := digestOf(ctx, reader, checkpoint.tree)
	if err != nil {
		return nil, err
	}
	indexes := someIndexes(checkpoint.Size)
	for _, index := range indexes {
		if err := proveOne(ctx, reader, checkpoint.tree, index); err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return wholeLog{checkpoint, hex.EncodeToString(digest.Sum(nil)), len(indexes)}, nil
}

// openAt opens the newest checkpoint, or the pinned one.
func (p *policy) openAt(ctx context.Context, tiles torchwood.TileReader, pinned []string) (*judgedCheckpoint, error) {
	if len(pinned) > 0 {
		return p.openFile(pinned[0])
	}
	signed, err := tiles.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return nil, err
	}
	return p.open(signed)
}

func digestOf(ctx context.Context, reader *torchwood.Client, tree tlog.Tree) (hash.Hash, error) {
	digest := sha256.New()
	next := int64(0)
	// Each round ends before a partial bundle, unless it begins with one.
	for next < tree.N {
		before := next
		for index, entry := range reader.Entries(ctx, tree, next) {
			if index != next {
				return nil, fmt.Errorf("entry %d came in place of %d", index, next)
			}
			var length [4]byte
			binary.BigEndian.PutUint32(length[:], uint32(len(entry)))
			digest.Write(length[:])
			digest.Write(entry)
			next++
		}
		if err := reader.Err(); err != nil {
			return nil, err
		}
		if next == before {
			return nil, fmt.Errorf("no entry after %d", before)
		}
	}
	return digest, nil
}

func proveOne(ctx context.Context, reader *torchwood.Client, tree tlog.Tree, index int64) error {
	entry, proof, err := reader.Entry(ctx, tree, index)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	return verifyWithMerkle(index, tree, entry, proof)
}

// someIndexes are those where tiles begin and end, and some between.
func someIndexes(size int64) []int64 {
	var indexes []int64
	for _, index := range []int64{0, 1, 2, 100, 254, 255, 256, 257, 511, 512, 65_279, 65_280, 65_535, 65_536, size - 2, size - 1} {
		if index >= 0 && index < size && !slices.Contains(indexes, index) {
			indexes = append(indexes, index)
		}
	}
	return indexes
}

func hashesOf(path [][]byte) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for _, one := range path {
		if len(one) != tlog.HashSize {
			return nil, fmt.Errorf("a hash of %d bytes", len(one))
		}
		hashes = append(hashes, tlog.Hash(one))
	}
	return hashes, nil
}

func bytesOf(path []tlog.Hash) [][]byte {
	all := make([][]byte, len(path))
	for at, one := range path {
		all[at] = bytes.Clone(one[:])
	}
	return all
}
