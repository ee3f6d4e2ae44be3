package main

import (
	"crypto/elliptic"
	"encoding/hex"
	"math/big"
	"testing"
)

// RFC 6979, appendix A.2.5: the second vector's s is above half the order, so only its other form counts.
func TestRootKeyOnP256(t *testing.T) {
	key := unhex("0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6" +
		"7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
	test := unhex("f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367" +
		"019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")
	high := unhex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716" +
		"f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
	low := append([]byte{}, high[:32]...)
	low = append(low, new(big.Int).Sub(elliptic.P256().Params().N, number(high[32:])).FillBytes(make([]byte, 32))...)
	off := append([]byte{}, key...)
	off[64] ^= 1
	for _, c := range []struct {
		name           string
		key, text, sig []byte
		want           bool
	}{
		{"a vector", key, []byte("test"), test, true},
		{"another text", key, []byte("tesu"), test, false},
		{"a high s", key, []byte("sample"), high, false},
		{"its low s", key, []byte("sample"), low, true},
		{"a cut signature", key, []byte("test"), test[:63], false},
		{"no point of the curve", off, []byte("test"), test, false},
		{"a compressed key", append([]byte{2}, key[1:33]...), []byte("test"), test, false},
	} {
		if acceptableRoot(c.key, c.text, c.sig) != c.want {
			t.Errorf("%s: accepted is %v", c.name, !c.want)
		}
	}
}

func unhex(text string) []byte {
	bytes, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return bytes
}
