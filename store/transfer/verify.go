package transfer

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"strings"
)

// verify reads every table from both sides. differs is the first table that
// differs, or "" when all are the same.
func (i *importer) verify(ctx context.Context) (same []Table, differs string, err error) {
	for _, t := range tables {
		columns, convert, err := i.columns(ctx, t.name)
		if err != nil {
			return nil, "", err
		}
		from, err := i.digestSource(ctx, t, columns, convert)
		if err != nil {
			return nil, "", fmt.Errorf("read the table %s of SQLite: %w", t.name, err)
		}
		to, err := i.digestTarget(ctx, t, columns)
		if err != nil {
			return nil, "", fmt.Errorf("read the table %s of PostgreSQL: %w", t.name, err)
		}
		if from != to {
			return nil, t.name, nil
		}
		same = append(same, Table{Name: t.name, Rows: from.rows, Digest: from.String()})
	}
	return same, "", nil
}

func (i *importer) digestSource(ctx context.Context, t table, columns []string, convert []func(any) (any, error)) (sum digest, err error) {
	rows, err := i.source.QueryContext(ctx, selectFrom(t, columns, 0))
	if err != nil {
		return sum, err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := scanRow(rows, convert)
		if err != nil {
			return sum, err
		}
		if err := sum.add(values); err != nil {
			return sum, err
		}
	}
	return sum, rows.Err()
}

func (i *importer) digestTarget(ctx context.Context, t table, columns []string) (sum digest, err error) {
	rows, err := i.target.Query(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.name)
	if err != nil {
		return sum, err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return sum, err
		}
		if err := sum.add(values); err != nil {
			return sum, err
		}
	}
	return sum, rows.Err()
}

// digest is the sum of the SHA-256 of all rows, as four numbers of 64 bits, so
// that neither side has to sort.
type digest struct {
	rows int64
	sum  [4]uint64
}

func (d digest) String() string {
	var text []byte
	for _, part := range d.sum {
		text = binary.BigEndian.AppendUint64(text, part)
	}
	return hex.EncodeToString(text[:16])
}

func (d *digest) add(values []any) error {
	h := sha256.New()
	for _, value := range values {
		if err := hashValue(h, value); err != nil {
			return err
		}
	}
	var row [sha256.Size]byte
	h.Sum(row[:0])
	for i := range d.sum {
		d.sum[i] += binary.BigEndian.Uint64(row[8*i:])
	}
	d.rows++
	return nil
}

func hashValue(h hash.Hash, value any) error {
	kind, number, text := byte(0), uint64(0), []byte(nil)
	switch v := value.(type) {
	case nil:
	case bool:
		kind = 'b'
		if v {
			number = 1
		}
	case int16:
		kind, number = 'i', uint64(v)
	case int64:
		kind, number = 'i', uint64(v)
	case float64:
		kind, number = 'f', math.Float64bits(v)
	case string:
		kind, number, text = 's', uint64(len(v)), []byte(v)
	case []byte:
		kind, number, text = 'x', uint64(len(v)), v
	default:
		return fmt.Errorf("a value has the type %T", value)
	}
	head := binary.BigEndian.AppendUint64([]byte{kind}, number)
	h.Write(head) // a hash never fails
	h.Write(text)
	return nil
}
