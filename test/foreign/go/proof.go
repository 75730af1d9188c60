package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"

	"filippo.io/torchwood"
	"github.com/transparency-dev/formats/proof"
	merkle "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

type provenEntry struct {
	Index int64 `json:"index"`
	*judgedCheckpoint
	Extra []byte `json:"extra"`
}

// verifyProof verifies the tlog-proof file on standard input for an entry.
func verifyProof(_ context.Context, words []string) (any, error) {
	if err := wordsOf(words, "policy", "entry"); err != nil {
		return nil, err
	}
	p, err := readPolicy(words[0])
	if err != nil {
		return nil, err
	}
	entry, err := os.ReadFile(words[1])
	if err != nil {
		return nil, err
	}
	file, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	var parsed proof.TLogProof
	if err := parsed.Unmarshal(file); err != nil {
		return nil, err
	}
	checkpoint, err := p.open(parsed.Checkpoint)
	if err != nil {
		return nil, err
	}
	if !checkpoint.QuorumIsMet {
		return nil, errors.New("the quorum of the policy is not met")
	}
	var path tlog.RecordProof
	for _, one := range parsed.Hashes {
		path = append(path, one)
	}
	index := int64(parsed.Index)
	if err := tlog.CheckRecord(path, checkpoint.Size, checkpoint.tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return nil, err
	}
	if err := verifyWithMerkle(index, checkpoint.tree, entry, path); err != nil {
		return nil, err
	}
	return provenEntry{index, checkpoint, parsed.ExtraData}, nil
}

// makeProof writes a tlog-proof file for an entry of a log, as the libraries make it.
func makeProof(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "log", "policy", "index", "extra"); err != nil {
		return nil, err
	}
	index, err := strconv.ParseInt(words[2], 10, 64)
	if err != nil {
		return nil, err
	}
	p, tiles, err := logAndPolicy(words)
	if err != nil {
		return nil, err
	}
	signed, err := tiles.ReadEndpoint(ctx, "checkpoint")
	if err != nil {
		return nil, err
	}
	checkpoint, err := p.open(signed)
	if err != nil {
		return nil, err
	}
	reader, err := torchwood.NewClient(tiles)
	if err != nil {
		return nil, err
	}
	_, path, err := reader.Entry(ctx, checkpoint.tree, index)
	if err != nil {
		return nil, err
	}
	made := proof.TLogProof{Index: uint64(index), Checkpoint: signed}
	if words[3] != "" {
		made.ExtraData = []byte(words[3])
	}
	for _, one := range path {
		made.Hashes = append(made.Hashes, one)
	}
	_, err = os.Stdout.Write(made.Marshal())
	return nil, err
}

func verifyWithMerkle(index int64, tree tlog.Tree, entry []byte, path []tlog.Hash) error {
	hasher := rfc6962.DefaultHasher
	return merkle.VerifyInclusion(hasher, uint64(index), uint64(tree.N), hasher.HashLeaf(entry), bytesOf(path), tree.Hash[:])
}
