package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// growCosignedLog appends entries `entry <index>` to a log of tessera, which asks the witnesses of the policy before it publishes.
func growCosignedLog(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "folder", "policy", "secret key", "size"); err != nil {
		return nil, err
	}
	size, err := strconv.ParseUint(words[3], 10, 64)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(words[2])
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(words[1])
	if err != nil {
		return nil, err
	}
	quorum, err := tessera.NewWitnessGroupFromPolicy(text)
	if err != nil {
		return nil, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: words[0]})
	if err != nil {
		return nil, err
	}
	options := tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(100*time.Millisecond).
		WithBatching(64, 50*time.Millisecond).
		WithWitnesses(quorum, &tessera.WitnessOptions{Timeout: 10 * time.Second})
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, options)
	if err != nil {
		return nil, err
	}
	if err := appendUpTo(ctx, appender, reader, size); err != nil {
		return nil, errors.Join(err, shutdown(context.WithoutCancel(ctx)))
	}
	if err := shutdown(ctx); err != nil {
		return nil, err
	}
	signed, err := reader.ReadCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]string{"checkpoint": string(signed)}, nil
}

// appendUpTo appends one after the other, so that an entry says its index, and waits until the last is public.
func appendUpTo(ctx context.Context, appender *tessera.Appender, reader tessera.LogReader, size uint64) error {
	begin, err := reader.NextIndex(ctx)
	if err != nil {
		return err
	}
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, 50*time.Millisecond)
	futures := make([]tessera.IndexFuture, 0, size)
	for index := begin; index < size; index++ {
		futures = append(futures, appender.Add(ctx, tessera.NewEntry(fmt.Appendf(nil, "entry %d", index))))
	}
	if len(futures) == 0 {
		return nil
	}
	for at, future := range futures {
		given, err := future()
		if err != nil {
			return err
		}
		if given.Index != begin+uint64(at) {
			return fmt.Errorf("entry %d got index %d", begin+uint64(at), given.Index)
		}
	}
	_, _, err = awaiter.Await(ctx, futures[len(futures)-1])
	return err
}
