/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What an announcement adds. */
export type AnnouncementContentInput = {
  /** Asks for the urgent way to publication. */
  urgent?: boolean;
};

/** For whom a post is. */
export type Audience =
  /** Everybody. */
  | 'PUBLIC'
  /** The centre's staff. */
  | 'INTERNAL'
  /** Staff of the owning department and its units. */
  | 'DEPARTMENT';

/** A new draft. */
export type CreatePostInput = {
  /** Its type, which stays. */
  type: PostType;
  /** The owning department, which may change until the first submission. */
  department: string | number;
  /** The staff member whom a staff profile is about, of the owning department; only for that type. */
  person?: string | number | null | undefined;
  /** The title, at most 300 characters. */
  title: string;
  /** The summary, plain text, at most 1,000 characters. */
  summary?: string | null | undefined;
  /** The text. Sanitised: what is not on the allow-list goes. */
  body?: string | null | undefined;
  /** Who wrote it, as readers see it. */
  byline?: string | null | undefined;
  /** For whom it is, everybody where nothing is said. */
  audience?: Audience | null | undefined;
  /** The sections it is to stand in, at most 10. */
  categories?: Array<string | number> | null | undefined;
  /** Its tags, at most 20 of 50 characters. Those that differ by case alone are one; marks and signs tell tags apart. */
  tags?: Array<string> | null | undefined;
  /** What search engines and link previews show. */
  seo?: SearchPreviewInput | null | undefined;
  /** What the type adds. */
  content?: PostContentInput | null | undefined;
  /** A name for this request: pressed twice, it makes one post. */
  idempotencyKey?: string | null | undefined;
};

/** What a department page adds. */
export type DepartmentPageContentInput = {
  /** What the department is for. Sanitised. */
  functions?: string | null | undefined;
  /** What the department has to do. Sanitised. */
  duties?: string | null | undefined;
  /** How its services run. Sanitised. */
  processes?: string | null | undefined;
  /** Where to find it. */
  contact?: string | null | undefined;
};

/** What a health guide adds. */
export type HealthGuideContentInput = {
  /** Asks for the urgent way to publication. */
  urgent?: boolean;
  /** The diseases it is about, at most 20. Those that differ by case alone are one. */
  diseases?: Array<string> | null | undefined;
  /** Other topics, at most 20. */
  topics?: Array<string> | null | undefined;
  /** When it has to be looked through again. */
  reviewDueOn?: string | null | undefined;
};

/** A stretch of time; either end may be left open. */
export type Period = {
  /** From this moment on. */
  from?: string | null | undefined;
  /** Before this moment. */
  to?: string | null | undefined;
};

/**
 * What the type of a post adds. Set the one field of the post's type; a post of another type refuses it. News articles and
 * pages add nothing.
 */
export type PostContentInput = {
  /** For an announcement. */
  announcement?: AnnouncementContentInput | null | undefined;
  /** For a health guide. */
  healthGuide?: HealthGuideContentInput | null | undefined;
  /** For a recruitment notice. */
  recruitmentNotice?: RecruitmentNoticeContentInput | null | undefined;
  /** For a tender notice. */
  tenderNotice?: TenderNoticeContentInput | null | undefined;
  /** For a department page. */
  departmentPage?: DepartmentPageContentInput | null | undefined;
  /** For a staff profile. */
  staffProfile?: StaffProfileContentInput | null | undefined;
};

/**
 * Narrows a list of posts; every field given has to hold. What is published is looked at, but for the states, which narrow
 * the list to posts whose working copies the caller may read. With a state of the working copy other than NONE, or a
 * publication other than PUBLISHED, text, tag and category are looked for in the working copies, and in what is off the site.
 */
export type PostFilter = {
  /** Of any of these types. */
  type?: Array<PostType> | null | undefined;
  /** Owned by the department. */
  department?: string | number | null | undefined;
  /** Owned by a department below it too. */
  includeUnits?: boolean | null | undefined;
  /** In the category with the slug. */
  category?: string | null | undefined;
  /**
   * With the tag, in either case. Typed with marks or signs it is that tag alone (sỏi, O+); typed in plain letters and digits it
   * stands for every tag that differs from it by those (soi for sởi and sỏi).
   */
  tag?: string | null | undefined;
  /** For the audience. */
  audience?: Audience | null | undefined;
  /** PUBLISHED goes for every caller. */
  publication?: Publication | null | undefined;
  /** With a working copy in the state. */
  working?: WorkingState | null | undefined;
  /** First put on the site within the period. */
  publishedAt?: Period | null | undefined;
  /**
   * With every word, the last of which may be unfinished. A word typed with marks finds only what has them (đái, not dại), a word
   * typed without finds both. Blank text narrows nothing; text without a letter or digit finds nothing. At most 12 words, 200
   * characters. Finds at most the latest 2,000 posts, among the latest 20,000 with the rarest of the words. By date, the pages of a
   * search for common words may go on past those.
   */
  text?: string | null | undefined;
  /** With a deadline ahead (true) or behind (false). */
  open?: boolean | null | undefined;
  /** Pinned or not. */
  pinned?: boolean | null | undefined;
  /** Written by the caller. */
  mine?: boolean | null | undefined;
};

/** The types of posts. */
export type PostType =
  /** News of the centre's activities. */
  | 'NEWS_ARTICLE'
  /** A notice of the centre. */
  | 'ANNOUNCEMENT'
  /** How to prevent and handle a disease. */
  | 'HEALTH_GUIDE'
  /** Vacancies at the centre. */
  | 'RECRUITMENT_NOTICE'
  /** An invitation to bid. */
  | 'TENDER_NOTICE'
  /** A standing page. */
  | 'PAGE'
  /** What a department is and does. */
  | 'DEPARTMENT_PAGE'
  /** A staff member as the website presents them. */
  | 'STAFF_PROFILE';

/** Forms of selecting contractors under the law on bidding. */
export type ProcurementForm =
  /** Đấu thầu rộng rãi. */
  | 'OPEN_BIDDING'
  /** Đấu thầu hạn chế. */
  | 'LIMITED_BIDDING'
  /** Chỉ định thầu, the shortened form included. */
  | 'DIRECT_APPOINTMENT'
  /** Chào hàng cạnh tranh. */
  | 'COMPETITIVE_QUOTATION'
  /** Mua sắm trực tiếp. */
  | 'DIRECT_PURCHASE'
  /** Đàm phán giá. */
  | 'PRICE_NEGOTIATION'
  /** Mua sắm trực tuyến and chào giá trực tuyến. */
  | 'ONLINE_PROCUREMENT'
  /** Tự thực hiện. */
  | 'SELF_PERFORMANCE'
  /** Another form. */
  | 'OTHER';

/** Where the published revision of a post stands. */
export type Publication =
  /** Never on the site. */
  | 'NONE'
  /** Its first publication waits for its time. */
  | 'SCHEDULED'
  /** On the site. */
  | 'PUBLISHED'
  /** Taken down. */
  | 'UNPUBLISHED'
  /** Taken down for good. Only a newer version, under a consent of its own, goes on the site again. */
  | 'ARCHIVED';

/** What a recruitment notice adds. */
export type RecruitmentNoticeContentInput = {
  /** The positions to be filled, at least one. */
  positions: Array<VacancyInput>;
  /** Until when applications are taken. */
  applicationDeadline: string;
  /** Where to apply and ask. */
  contact?: string | null | undefined;
};

/** What search engines and link previews show instead of title and summary. */
export type SearchPreviewInput = {
  /** Instead of the title. */
  title?: string | null | undefined;
  /** Instead of the summary. */
  description?: string | null | undefined;
};

/** What a staff profile adds. */
export type StaffProfileContentInput = {
  /** Such as doctor or nurse. */
  professionalTitle?: string | null | undefined;
  /** What they are trained in, at most 10. */
  specialties?: Array<string> | null | undefined;
};

/** What a tender notice adds. */
export type TenderNoticeContentInput = {
  /** The number of the package. */
  packageNumber: string;
  /** The name of the package. */
  packageName: string;
  /** How the contractor is selected. */
  procurementForm: ProcurementForm;
  /** The day the bidding documents were issued. */
  issuedOn?: string | null | undefined;
  /** Until when bids are taken. */
  submissionDeadline: string;
  /** When bids are opened, not before the deadline. */
  openingAt?: string | null | undefined;
  /** The estimated value. */
  estimatedValue?: number | null | undefined;
};

/** The stable codes of user errors. */
export type UserErrorCode =
  /** A value is missing. */
  | 'REQUIRED'
  /** A value breaks a rule that the message names. */
  | 'INVALID'
  /** A value is longer than the field takes. */
  | 'TOO_LONG'
  /** A login, code or slug is in use. */
  | 'TAKEN'
  /** The subject's state does not allow this now. */
  | 'WRONG_STATE'
  /** Nobody decides on what they wrote, submitted, or are the subject of. */
  | 'FOUR_EYES'
  /** The content is not what was consented to. */
  | 'STALE_HASH'
  /** What was decided on is no longer there: another change came first. */
  | 'SUPERSEDED'
  /** Somebody else changed or decided it first. */
  | 'CONFLICT'
  /** The last active director cannot be removed. */
  | 'LAST_DIRECTOR'
  /** The roles held exclude the one asked for. */
  | 'ROLE_EXCLUSIVE'
  /** A department cannot lie below itself. */
  | 'CYCLE'
  /** Something still depends on it. */
  | 'IN_USE'
  /** The name or the password is wrong. */
  | 'BAD_CREDENTIALS'
  /** The password breaks the policy. */
  | 'WEAK_PASSWORD'
  /** The one-time link is used, unknown or too old. */
  | 'LINK_EXPIRED'
  /** The role waits until a second person has confirmed the one-time link of the account: see confirmAccount. */
  | 'LINK_UNCONFIRMED'
  /** The patient-privacy check is missing or incomplete. */
  | 'PRIVACY_CHECK'
  /** Only the head of the Board, or who is authorised in writing, may do this. */
  | 'NEEDS_AUTHORITY'
  /** Wait before trying again. */
  | 'TOO_MANY_ATTEMPTS'
  /** Nothing on record has the code that was named. */
  | 'UNKNOWN'
  /** The caller's roles do not include this. Only as a reason of an available action. */
  | 'NOT_PERMITTED'
  /** Only a carried out change request changes this (Art. 5d to 5f). */
  | 'CHANGE_REQUEST_NEEDED';

/** One position to be filled. */
export type VacancyInput = {
  /** The position. */
  position: string;
  /** How many are wanted. */
  number?: number;
  /** What is asked of applicants. */
  requirements?: string | null | undefined;
};

/** Where the working copy of a post stands. */
export type WorkingState =
  /** There is none. */
  | 'NONE'
  /** It is being written. */
  | 'DRAFT'
  /** It was submitted and waits for decisions. */
  | 'IN_REVIEW'
  /** It is consented to and not yet on the site. */
  | 'APPROVED';

export type LatestQueryVariables = Exact<{
  filter?: PostFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type LatestQuery = { posts: { totalCount: number, nodes: Array<
      | { __typename: 'Announcement', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'DepartmentPage', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'HealthGuide', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'NewsArticle', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'Page', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'RecruitmentNotice', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'StaffProfile', title: string, postedAt: string | null, department: { name: string } | null }
      | { __typename: 'TenderNotice', packageNumber: string, procurementForm: ProcurementForm, submissionDeadline: string, estimatedValue: number | null, title: string, postedAt: string | null, department: { name: string } | null }
    > } };

export type CreateMutationVariables = Exact<{
  input: CreatePostInput;
}>;


export type CreateMutation = { createPost: { post:
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
      | { id: string, version: number | null }
     | null, userErrors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string>, current:
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
          | { id: string }
         | null }
      | { __typename: 'RuleError', code: UserErrorCode, message: string, path: Array<string> }
      | { __typename: 'WaitError', code: UserErrorCode, message: string, path: Array<string> }
    > } };


export const LatestDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Latest"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"PostFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"posts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"postedAt"}},{"kind":"Field","name":{"kind":"Name","value":"department"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TenderNotice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"packageNumber"}},{"kind":"Field","name":{"kind":"Name","value":"procurementForm"}},{"kind":"Field","name":{"kind":"Name","value":"submissionDeadline"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedValue"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<LatestQuery, LatestQueryVariables>;
export const CreateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Create"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePostInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPost"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"post"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"current"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateMutation, CreateMutationVariables>;