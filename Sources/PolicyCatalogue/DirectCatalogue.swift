/// Facts that are dated; each stands with where it is from.
let directCatalogue = """
  catalogue: direct
  source: documentation of the providers
  as_of: 2025-11-30

  # A place in a country, where the provider says no more.
  regions:
    unspecified-us: { in: [us] }

  # Services that are called by their hosts. Where a provider promises no place, every region is meant.
  endpoint_classes:
    direct.api.openai.com: { retains: 30 days }  # "Your data", 2025-11-30: kept for abuse monitoring
    direct.api.anthropic.com: { retains: 30 days }  # "Data retention", 2025-11-30
    direct.generativelanguage.googleapis.com: { retains: 55 days }  # "Abuse monitoring", 2025-11-30
    direct.api.tavily.com: { source: no place is promised }
    # The hosts of the United States, which are those that are called where no other is configured.
    direct.api.smith.langchain.com:
      process: unspecified-us
      store: unspecified-us
      log: unspecified-us
    direct.us.cloud.langfuse.com:
      process: unspecified-us
      store: unspecified-us
      log: unspecified-us

  """
