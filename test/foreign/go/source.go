package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/torchwood"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/tlog"
)

func isURL(where string) bool { return strings.HasPrefix(where, "http://") }

// tilesOf reads a log as torchwood does: at a URL, or in a bare folder.
func tilesOf(where string) (torchwood.TileReader, error) {
	if isURL(where) {
		return torchwood.NewTileFetcher(where, torchwood.WithConcurrencyLimit(8))
	}
	return folderReader{where}, nil
}

// logAndPolicy are what the first two words of most commands name.
func logAndPolicy(words []string) (*policy, torchwood.TileReader, error) {
	p, err := readPolicy(words[1])
	if err != nil {
		return nil, nil, err
	}
	tiles, err := tilesOf(words[0])
	return p, tiles, err
}

// fetcherOf reads a log as tessera does: at a URL, or in a bare folder.
func fetcherOf(where string) (fsck.Fetcher, error) {
	if !isURL(where) {
		return client.FileFetcher{Root: where}, nil
	}
	root, err := url.Parse(where)
	if err != nil {
		return nil, err
	}
	return client.NewHTTPFetcher(root, nil)
}

// folderReader is a torchwood.TileReader of a bare folder, with the paths of torchwood.
type folderReader struct{ folder string }

func (f folderReader) ReadTiles(_ context.Context, tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for at, tile := range tiles {
		bytes, err := f.read(torchwood.TilePath(tile))
		if errors.Is(err, fs.ErrNotExist) && tile.W < torchwood.TileWidth {
			bytes, err = f.frontOfFull(tile)
		}
		if err != nil {
			return nil, err
		}
		data[at] = bytes
	}
	return data, nil
}

// frontOfFull reads the full tile where the partial one is gone.
func (f folderReader) frontOfFull(tile tlog.Tile) ([]byte, error) {
	full := tile
	full.W = torchwood.TileWidth
	bytes, err := f.read(torchwood.TilePath(full))
	if err != nil {
		return nil, err
	}
	if tile.L >= 0 {
		if len(bytes) != torchwood.TileWidth*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", torchwood.TilePath(full), len(bytes))
		}
		return bytes[:tile.W*tlog.HashSize], nil
	}
	rest := bytes
	for range tile.W {
		if _, rest, err = torchwood.ReadTileEntry(rest); err != nil {
			return nil, err
		}
	}
	return bytes[:len(bytes)-len(rest)], nil
}

func (f folderReader) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folderReader) ReadEndpoint(_ context.Context, path string) ([]byte, error) {
	return f.read(path)
}

func (f folderReader) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.folder, path))
}
