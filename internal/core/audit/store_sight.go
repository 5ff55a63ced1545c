package audit

import (
	"context"
	"slices"

	"ttyt.example/ttyt/internal/core/access"
)

// onSite are the events of posts that tell of the site. All others tell of a working copy.
const onSite = `'post.publish', 'post.narrow', 'post.unpublish', 'post.expire', 'post.archive', 'post.pin', 'post.change_slug',
	'post.revoke', 'post.hide_profile', 'post.follow_person', 'post.removal_lapsed'`

// inSight is where the subject of an event of content is in the actor's sight: an incident that they may read; a post whose
// working copy they may read. Of any other post there is what happened on the site to one that they may read, and what happened up
// to a decision on what they keep, and to the publication of what was sent to them. Categories and changes of the website are for
// all who read events of content.
func (l *Log) inSight(ctx context.Context) access.Reach {
	incident := l.access.Reach(ctx, "incident", "read")
	working, read, sent := l.access.Reach(ctx, "post", "read_working"), l.access.Reach(ctx, "post", "read"), l.access.Reach(ctx, "post", "read_sent")
	decided := l.access.Reach(ctx, "decision", "read_subject")
	const kept = "EXISTS (SELECT 1 FROM approvals JOIN decisions ON decisions.approval_id = approvals.id WHERE approvals.subject_id = audit_log.subject_id AND "
	return access.Reach{
		SQL: `CASE audit_log.subject_kind
			WHEN 'incident' THEN EXISTS (SELECT 1 FROM incidents WHERE incidents.id = audit_log.subject_id AND ` + incident.SQL + `)
			WHEN 'post' THEN EXISTS (SELECT 1 FROM posts WHERE posts.id = audit_log.subject_id
					AND (` + working.SQL + ` OR ` + read.SQL + ` AND audit_log.action IN (` + onSite + `)
					OR ` + sent.SQL + ` AND (audit_log.at <= posts.updated_public_at OR audit_log.action IN (` + onSite + `))))
				OR ` + kept + decided.SQL + ` AND (audit_log.at <= decisions.at OR audit_log.action IN (` + onSite + `)))
			ELSE 1 = 1 END`,
		Args: slices.Concat(incident.Args, working.Args, read.Args, sent.Args, decided.Args),
	}
}
