/// Facts that are dated; each stands with where it is from.
let awsCatalogue = """
  catalogue: aws
  source: "boto/botocore data/partitions.json (regions), Amazon Bedrock User Guide (inference profiles)"
  as_of: 2026-01-01

  \(groupsOfRegions)
  # The partition is a group too: aws, aws-cn, aws-us-gov, aws-eusc.
  regions:
    af-south-1: { in: [za, aws] }  # Africa (Cape Town)
    ap-east-1: { in: [hk, aws] }  # Asia Pacific (Hong Kong)
    ap-east-2: { in: [tw, aws] }  # Asia Pacific (Taipei)
    ap-northeast-1: { in: [jp, eu_adequate, aws] }  # Asia Pacific (Tokyo)
    ap-northeast-2: { in: [kr, eu_adequate, aws] }  # Asia Pacific (Seoul)
    ap-northeast-3: { in: [jp, eu_adequate, aws] }  # Asia Pacific (Osaka)
    ap-south-1: { in: [in, aws] }  # Asia Pacific (Mumbai)
    ap-south-2: { in: [in, aws] }  # Asia Pacific (Hyderabad)
    ap-southeast-1: { in: [sg, aws] }  # Asia Pacific (Singapore)
    ap-southeast-2: { in: [au, aws] }  # Asia Pacific (Sydney)
    ap-southeast-3: { in: [id, aws] }  # Asia Pacific (Jakarta)
    ap-southeast-4: { in: [au, aws] }  # Asia Pacific (Melbourne)
    ap-southeast-5: { in: [my, aws] }  # Asia Pacific (Malaysia)
    ap-southeast-6: { in: [nz, eu_adequate, aws] }  # Asia Pacific (New Zealand)
    ap-southeast-7: { in: [th, aws] }  # Asia Pacific (Thailand)
    ca-central-1: { in: [ca, eu_adequate, aws] }  # Canada (Central)
    ca-west-1: { in: [ca, eu_adequate, aws] }  # Canada West (Calgary)
    eu-central-1: { in: [de, eu27, eea, aws] }  # Europe (Frankfurt)
    eu-central-2: { in: [ch, eu_adequate, aws] }  # Europe (Zurich)
    eu-north-1: { in: [se, eu27, eea, aws] }  # Europe (Stockholm)
    eu-south-1: { in: [it, eu27, eea, aws] }  # Europe (Milan)
    eu-south-2: { in: [es, eu27, eea, aws] }  # Europe (Spain)
    eu-west-1: { in: [ie, eu27, eea, aws] }  # Europe (Ireland)
    eu-west-2: { in: [gb, eu_adequate, aws] }  # Europe (London)
    eu-west-3: { in: [fr, eu27, eea, aws] }  # Europe (Paris)
    il-central-1: { in: [il, eu_adequate, aws] }  # Israel (Tel Aviv)
    me-central-1: { in: [ae, aws] }  # Middle East (UAE)
    me-south-1: { in: [bh, aws] }  # Middle East (Bahrain)
    mx-central-1: { in: [mx, aws] }  # Mexico (Central)
    sa-east-1: { in: [br, aws] }  # South America (Sao Paulo)
    us-east-1: { in: [us, aws] }  # US East (N. Virginia)
    us-east-2: { in: [us, aws] }  # US East (Ohio)
    us-west-1: { in: [us, aws] }  # US West (N. California)
    us-west-2: { in: [us, aws] }  # US West (Oregon)
    cn-north-1: { in: [cn, aws-cn] }  # China (Beijing)
    cn-northwest-1: { in: [cn, aws-cn] }  # China (Ningxia)
    eusc-de-east-1: { in: [de, eu27, eea, aws-eusc] }  # AWS European Sovereign Cloud (Germany)
    us-gov-east-1: { in: [us, aws-us-gov] }  # AWS GovCloud (US-East)
    us-gov-west-1: { in: [us, aws-us-gov] }  # AWS GovCloud (US-West)

  # What is called from the region at the end may be served in any of these; what is kept stays where it
  # is called from. A profile that is called from a region that is not here is not offered there. Bedrock
  # keeps neither prompts nor completions (User Guide, "Data protection"). Transcribed from the User Guide,
  # "Supported Regions and models for inference profiles", as of 2025-11-30; `tenantpolicy catalogue import
  # bedrock-profiles` takes them from an account.
  endpoint_classes:
    bedrock.global:
      process: aws  # all commercial regions
      store: none
      log: aws
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.amazon.nova-lite-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.amazon.nova-micro-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.amazon.nova-pro-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-3-5-sonnet-20240620-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-5-sonnet-20240620-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-5-sonnet-20240620-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-3-7-sonnet-20250219-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-7-sonnet-20250219-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-7-sonnet-20250219-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-7-sonnet-20250219-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-3-haiku-20240307-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-haiku-20240307-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-3-haiku-20240307-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-central-2:
      process: [eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-central-2
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-west-2:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3]
      store: none
      log: eu-west-2
      retains: 0 days
    bedrock.eu.anthropic.claude-haiku-4-5-20251001-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-20250514-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-central-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-central-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-central-2:
      process: [eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-central-2
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-north-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-north-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-south-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-south-2:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-south-2
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-west-1:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-1
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-west-2:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3]
      store: none
      log: eu-west-2
      retains: 0 days
    bedrock.eu.anthropic.claude-sonnet-4-5-20250929-v1-0.from.eu-west-3:
      process: [eu-central-1, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-3]
      store: none
      log: eu-west-3
      retains: 0 days
    bedrock.us.amazon.nova-lite-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.amazon.nova-lite-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.amazon.nova-lite-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.amazon.nova-pro-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.amazon.nova-pro-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.amazon.nova-pro-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.anthropic.claude-3-5-sonnet-20241022-v2-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.anthropic.claude-3-5-sonnet-20241022-v2-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.anthropic.claude-3-5-sonnet-20241022-v2-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.anthropic.claude-3-7-sonnet-20250219-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.anthropic.claude-3-7-sonnet-20250219-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.anthropic.claude-3-7-sonnet-20250219-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.anthropic.claude-haiku-4-5-20251001-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.anthropic.claude-haiku-4-5-20251001-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.anthropic.claude-haiku-4-5-20251001-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-20250514-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-20250514-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-20250514-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-5-20250929-v1-0.from.us-east-1:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-1
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-5-20250929-v1-0.from.us-east-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-east-2
      retains: 0 days
    bedrock.us.anthropic.claude-sonnet-4-5-20250929-v1-0.from.us-west-2:
      process: [us-east-1, us-east-2, us-west-2]
      store: none
      log: us-west-2
      retains: 0 days

  """
