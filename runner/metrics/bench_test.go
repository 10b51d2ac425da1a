package metrics

import (
	"bytes"
	"os"
	"syscall"
	"testing"
	"time"
)

// cpu is the processor time this process has used, which a busy machine does
// not stretch as it does the time of day.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func BenchmarkParser(b *testing.B) {
	formats := map[string][]byte{
		"prose":     []byte("Loading the model, this may take a while; please stand by and do not turn off the machine now\n"),
		"numbers":   []byte("2026-01-01 12:00:00,123 INFO root: wrote shard 17 of the data to /data/out/part-00017.parquet in 3.2 s\n"),
		"keyvalue":  []byte("epoch 3/20 loss=0.4123 acc=0.8810 val_loss=0.3981 val_acc=0.8930\n"),
		"json":      []byte(`{"ts": 1700000000.1, "level": "info", "step": 1200, "loss": 0.4123, "lr": 0.001, "grad": {"norm": 1.2}}` + "\n"),
		"garbage":   bytes.Repeat([]byte{0xff, 0x00, 0x1b, 0x80, 'a', 0x07}, 40),
		"endless":   bytes.Repeat([]byte("no line break here "), 60000),
		"stacktext": []byte("  File \"/usr/lib/python3/dist-packages/torch/nn/modules/module.py\", line 1190, in _call_impl\n"),
	}
	for _, name := range []string{"tqdm_loop", "keras_fit", "lightning_fit", "hf_trainer", "xgboost_train", "logging_lines", "noise"} {
		log, err := os.ReadFile("testdata/logs/" + name + ".log")
		if err != nil {
			b.Fatal(err)
		}
		formats[name] = log
	}
	for name, text := range formats {
		b.Run(name, func(b *testing.B) {
			chunk := bytes.Repeat(text, 1+(256<<10)/len(text))
			p, err := New(Options{Objective: "val_loss"})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(chunk)))
			b.ReportAllocs()
			began := cpu()
			for b.Loop() {
				p.Feed(chunk, time.Time{})
			}
			spent := (cpu() - began).Seconds()
			lines := bytes.Count(chunk, []byte{'\n'}) + bytes.Count(chunk, []byte{'\r'})
			b.ReportMetric(float64(lines)*float64(b.N)/spent/1e6, "Mlines/cpu-s")
			b.ReportMetric(float64(len(chunk))*float64(b.N)/spent/1e6, "MB/cpu-s")
		})
	}
}

func BenchmarkEventReader(b *testing.B) {
	data, err := os.ReadFile("testdata/events/torch.tfevents")
	if err != nil {
		b.Fatal(err)
	}
	var scalars []byte
	for step := range int64(2000) {
		scalars = append(scalars, record(eventOf("train/loss", step, 0.5, 0))...)
	}
	for name, file := range map[string][]byte{"torch": data, "scalars": scalars} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				NewEventReader(Options{}).Feed(file, time.Time{})
			}
		})
	}
}
