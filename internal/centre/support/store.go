package support

import (
	"context"

	"ttyt.example/ttyt/internal/base/db"
	"ttyt.example/ttyt/internal/base/fault"
	"ttyt.example/ttyt/internal/core/access"
)

var columns = db.ColumnsOf("support_requests", Request{})

// one reads a request that the reach covers, else NotFound; inside a transaction nobody else changes it until the end.
func (s *Service) one(ctx context.Context, key db.ID, reach access.Reach) (*Request, error) {
	r := new(Request)
	return r, s.db.From(ctx).Get(ctx, r, "SELECT "+columns+" FROM support_requests WHERE support_requests.id = ? AND "+reach.SQL+s.db.ForUpdate(ctx),
		append([]any{key}, reach.Args...)...)
}

func (s *Service) insert(ctx context.Context, r *Request) error {
	return s.db.From(ctx).Insert(ctx, "support_requests", r)
}

// save writes the request when it still has its version, which it raises; else a ConflictError.
func (s *Service) save(ctx context.Context, r *Request) error {
	expected := r.Version
	r.Version, r.UpdatedAt = expected+1, s.db.Now(ctx)
	saved, err := s.db.From(ctx).Update(ctx, "support_requests", r, r.Key, expected, "id", "kind", "title", "description", "department_id", "requester_id", "created_at")
	if err == nil && !saved {
		err = fault.Changed(kind, r.ID())
	}
	return err
}

var messageColumns = db.ColumnsOf("support_messages", Message{})

// messageTables are the messages with their requests, by which a reach is told.
const messageTables = "support_messages JOIN support_requests ON support_requests.id = support_messages.request_id"

func (s *Service) message(ctx context.Context, key db.ID, reach access.Reach) (*Message, error) {
	m := new(Message)
	return m, s.db.From(ctx).Get(ctx, m, "SELECT "+messageColumns+" FROM "+messageTables+" WHERE support_messages.id = ? AND "+reach.SQL, append([]any{key}, reach.Args...)...)
}

func (s *Service) insertMessage(ctx context.Context, m *Message) error {
	return s.db.From(ctx).Insert(ctx, "support_messages", m)
}

func (s *Service) countMessages(ctx context.Context, request db.ID) (int, error) {
	return db.One[int](ctx, s.db.From(ctx), "SELECT COUNT(*) FROM support_messages WHERE request_id = ?", request)
}
