package report

import (
	"bytes"
	"encoding/binary"
)

// paper is what only Details shows of a conversation.
type paper struct {
	id, url, comment []byte
	survey           uint32 // absent = none
	closedBy         uint16
	near             uint32 // the last survey of the papers before it in a block: this one's is not far
}

// What a packed paper has besides its id.
const (
	withURL = 1 << iota
	withComment
	withSurvey
	withCloser
)

func (p *paper) clear() { p.id, p.url, p.near = p.id[:0], p.url[:0], 0 }

func (p *paper) pack(b []byte, before *paper) []byte {
	has := len(b)
	b = packText(append(b, 0), p.id, before.id)
	if len(p.url) > 0 {
		b[has] |= withURL
		b = packText(b, p.url, before.url)
	}
	if len(p.comment) > 0 {
		b[has] |= withComment
		b = packText(b, p.comment, nil)
	}
	if p.survey != absent {
		b[has] |= withSurvey
		b = binary.AppendVarint(b, int64(p.survey)-int64(before.near))
	}
	if p.closedBy != nobody {
		b[has] |= withCloser
		b = binary.AppendUvarint(b, uint64(p.closedBy))
	}
	return b
}

func (p *paper) unpack(b []byte) []byte {
	has, b := b[0], b[1:]
	p.id, b = unpackText(b, p.id)
	url := p.url
	p.url, p.comment, p.survey, p.closedBy = url[:0], p.comment[:0], absent, nobody
	if has&withURL != 0 {
		p.url, b = unpackText(b, url)
	}
	if has&withComment != 0 {
		p.comment, b = unpackText(b, p.comment)
	}
	if has&withSurvey != 0 {
		step, n := binary.Varint(b)
		p.near = uint32(int64(p.near) + step)
		p.survey, b = p.near, b[n:]
	}
	if has&withCloser != 0 {
		closer, rest := number(b)
		p.closedBy, b = uint16(closer), rest
	}
	return b
}

func (p *paper) skip(b []byte) []byte { return p.unpack(b) }

func (p *paper) equal(o *paper) bool {
	return bytes.Equal(p.id, o.id) && bytes.Equal(p.url, o.url) && bytes.Equal(p.comment, o.comment) &&
		p.survey == o.survey && p.closedBy == o.closedBy
}
