// The conventions of the schema. All rules of graphql-eslint for schemas and for Relay are on; what is set or switched
// off here says why. Exceptions of one element stand beside it in schema/, as comments that ESLint reads.
import graphql from "@graphql-eslint/eslint-plugin";

const { "flat/schema-all": schema, "flat/schema-relay": relay } = graphql.configs;

// Values without an identity of their own: they live in what holds them. A new type has an id or a line here.
const values = [
  "AssetEvent", "AssetFacts", "AssetImpact", "AssetImportFault", "AssetImportFaultKind", "AssetInterface", "AssetLink", "AssetProtection",
  "AssetProtectionTechnical", "AssetTechnical", "Attachment", "AvailableAction", "ChangeTechnical", "Compliance", "ComplianceFigure", "Correction", "CorrectionObjection",
  "DepartmentName", "DiffSpan", "EmploymentEvent", "EquipmentLeft", "FieldChange", "IncidentCounts", "IncidentEvent", "IncidentFollowUp", "InfectionEvent",
  "ConnectLine", "DateWarning", "FoundConnected", "Gone", "InfectionTechnical", "InventoryLine", "InventoryProgress", "LookAlike", "Me", "MediaPicture", "Mistake", "MistakeReport", "Officer", "PageInfo", "PlannedWork", "PostOrigin",
  "PrivacyFinding", "Rating", "ReadCount", "RevisionDiff", "RoleHeld", "Route", "ScanSchedule", "ScanTechnical", "SearchPreview",
  "CategoryEntry", "ServiceIncident", "ServiceReason", "ServiceStatus", "SiteContactBlock", "SiteHours", "SiteLink", "SiteLinkGroup", "SiteLinksBlock", "SiteMenuItem", "SitePostsBlock", "SiteTextBlock", "StaffPrivateRecord", "Vacancy",
];

export default [{
  files: ["schema/*.graphqls"],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: "schema/*.graphqls" } },
  },
  linterOptions: { reportUnusedDisableDirectives: "error" },
  plugins: { "@graphql-eslint": graphql },
  rules: {
    ...schema.rules,
    ...relay.rules,

    // The schema is the manual: not the types and root fields alone, everything is described.
    "@graphql-eslint/require-description": ["error", {
      types: true, rootField: true, DirectiveDefinition: true,
      FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true,
    }],
    // submitPost takes submitPost(input: SubmitPostInput!).
    "@graphql-eslint/input-name": ["error", { checkInputType: true, caseSensitiveInputType: false }],
    "@graphql-eslint/strict-id-in-types": ["error", {
      exceptions: { types: [...values, "TokenSecret", "TokenScope", "TokenScanRange", "KeptRunning", "CurrentToken", "AccountOpening", "Application", "MediaScanner"], suffixes: ["Connection", "Edge", "Payload", "Error", "Content"] },
    }],
    // Lists that do not grow are plain, and connections give their nodes without edges too.
    "@graphql-eslint/relay-edge-types": ["error", {
      withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false,
    }],

    // Off: a description is a string where it fits in a line, else a block.
    "@graphql-eslint/description-style": "off",
    // Off: fields stand in the order in which they are read, the important ones first.
    "@graphql-eslint/alphabetize": "off",
    // Off: it forbids mutations.
    "@graphql-eslint/no-root-type": "off",
    // Off: payloads are never null, so that a client always finds userErrors; a list that fails has no empty form.
    "@graphql-eslint/require-nullable-result-in-root": "off",
    // Off: a payload carries what its mutation left; another query is another request, with its own limits.
    "@graphql-eslint/require-field-of-type-query-in-mutation-result": "off",
    // Off: the argument it wants is not one of the specification's @deprecated.
    "@graphql-eslint/require-deprecation-date": "off",
  },
}];
