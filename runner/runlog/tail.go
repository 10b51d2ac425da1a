package runlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Tail returns at most the last lines lines of the file at path, and at most
// maxBytes bytes of them, as they were written. A file that does not exist yet
// has no lines. Reading costs maxBytes, however long the file is.
func Tail(path string, lines, maxBytes int) (string, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("open log: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("read the size of log: %w", err)
	}
	start := max(info.Size()-int64(maxBytes), 0)
	data, err := io.ReadAll(io.NewSectionReader(file, start, info.Size()-start))
	if err != nil {
		return "", fmt.Errorf("read log: %w", err)
	}
	if start > 0 {
		data = wholeLines(data)
	}
	return string(lastLines(data, lines)), nil
}

// wholeLines drops the first line, which began before data. Data without a line
// break is part of one line, and is kept.
func wholeLines(data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i >= 0 && i < len(data)-1 {
		return data[i+1:]
	}
	return data
}

func lastLines(data []byte, lines int) []byte {
	if lines <= 0 {
		return nil
	}
	end := len(data)
	if end > 0 && data[end-1] == '\n' {
		end--
	}
	for range lines {
		i := bytes.LastIndexByte(data[:end], '\n')
		if i < 0 {
			return data
		}
		end = i
	}
	return data[end+1:]
}
