package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"filippo.io/torchwood"
	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type cosignature struct {
	Name        string `json:"name"`
	TimeSeconds int64  `json:"timeSeconds"`
}

type judgedCheckpoint struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
	Root   string `json:"root"`
	// SignedBy counts the keys of the policy's logs that have signed.
	SignedBy    int           `json:"signedBy"`
	Cosigned    []cosignature `json:"cosigned"`
	QuorumIsMet bool          `json:"quorumIsMet"`
	tree        tlog.Tree
}

// judgeCheckpoint opens the checkpoint on standard input by a policy.
func judgeCheckpoint(_ context.Context, words []string) (any, error) {
	if err := wordsOf(words, "policy"); err != nil {
		return nil, err
	}
	p, err := readPolicy(words[0])
	if err != nil {
		return nil, err
	}
	signed, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	return p.open(signed)
}

// open verifies a checkpoint with x/mod and reads it with torchwood and formats, which must agree.
func (p *policy) open(signed []byte) (*judgedCheckpoint, error) {
	opened, err := note.Open(signed, p.verifiers())
	if err != nil {
		return nil, fmt.Errorf("note: %w", err)
	}
	checkpoint, err := torchwood.ParseCheckpoint(opened.Text)
	if err != nil {
		return nil, fmt.Errorf("torchwood: %w", err)
	}
	judged := &judgedCheckpoint{
		Origin:   checkpoint.Origin,
		Size:     checkpoint.N,
		Root:     checkpoint.Hash.String(),
		Cosigned: []cosignature{},
		tree:     checkpoint.Tree,
	}
	for _, verifier := range p.logs {
		other, rest, _, err := log.ParseCheckpoint(signed, checkpoint.Origin, verifier, p.witnesses...)
		if err != nil {
			continue // signed by another key of the policy, or by none: told below
		}
		if int64(other.Size) != checkpoint.N || tlog.Hash(other.Hash) != checkpoint.Hash || len(rest) > 0 {
			return nil, errors.New("torchwood and formats read this checkpoint differently")
		}
		judged.SignedBy++
	}
	if judged.SignedBy == 0 {
		return nil, errors.New("formats: no log of the policy has signed this checkpoint")
	}
	for _, signature := range opened.Sigs {
		if !p.isWitness(signature) {
			continue
		}
		time, err := fnote.CoSigV1Timestamp(signature)
		if err != nil {
			return nil, fmt.Errorf("formats: %w", err)
		}
		if seconds, err := torchwood.CosignatureTimestamp(signature); err != nil || seconds != time.Unix() {
			return nil, fmt.Errorf("torchwood reads the time of a cosignature as %d: %w", seconds, err)
		}
		judged.Cosigned = append(judged.Cosigned, cosignature{signature.Name, time.Unix()})
	}
	judged.QuorumIsMet = p.quorum.Satisfied(signed)
	if judged.QuorumIsMet != p.tessera.Satisfied(signed) {
		return nil, errors.New("formats and tessera judge this quorum differently")
	}
	return judged, nil
}

func (p *policy) isWitness(signature note.Signature) bool {
	for _, verifier := range p.witnesses {
		if verifier.Name() == signature.Name && verifier.KeyHash() == signature.Hash {
			return true
		}
	}
	return false
}

// openFile opens a checkpoint that somebody has kept.
func (p *policy) openFile(path string) (*judgedCheckpoint, error) {
	signed, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return p.open(signed)
}
