package incident

import "context"

// ForgetSenders is the job that forgets from where reports of mistakes came.
func (s *Service) ForgetSenders(ctx context.Context) error { return s.forgetSenders(ctx) }
