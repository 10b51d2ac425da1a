package section

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
)

// NodeError is an error about a place in the file.
type NodeError struct {
	Line    int // from 1
	Message string
}

func (e *NodeError) Error() string { return e.Message }

// Wrong returns a NodeError about node.
func Wrong(node ast.Node, format string, args ...any) error {
	return &NodeError{node.GetToken().Position.Line, fmt.Sprintf(format, args...)}
}

// KeyError is an error about a key of the section.
type KeyError struct{ Key, Message string }

func (e *KeyError) Error() string { return e.Message }
