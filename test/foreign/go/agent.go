package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"net"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// serveAgent is an ssh-agent on a socket with one Ed25519 key, made from a seed in hex: litewitness keeps its key nowhere else.
// It says the key's fingerprint as soon as it listens, and ends with a signal.
func serveAgent(ctx context.Context, words []string) (any, error) {
	if err := wordsOf(words, "socket", "seed"); err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(words[1])
	if err != nil {
		return nil, err
	}
	key := ed25519.NewKeyFromSeed(seed)
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", words[0])
	if err != nil {
		return nil, err
	}
	go accept(listener, keys)
	if err := say(map[string]string{"fingerprint": ssh.FingerprintSHA256(public)}); err != nil {
		return nil, err
	}
	<-ctx.Done()
	return nil, listener.Close()
}

func accept(listener net.Listener, keys agent.Agent) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go agent.ServeAgent(keys, connection)
	}
}
