/// Facts that are dated; each stands with where it is from.
let googleCatalogue = """
  catalogue: google
  source: "GoogleCloudPlatform/region-carbon-info 2024 (regions), Google Cloud documentation (Vertex AI locations)"
  as_of: 2024-12-31

  \(groupsOfRegions)
  regions:
    africa-south1: { in: [za, google] }  # Johannesburg
    asia-east1: { in: [tw, google] }  # Taiwan
    asia-east2: { in: [hk, google] }  # Hong Kong
    asia-northeast1: { in: [jp, eu_adequate, google] }  # Tokyo
    asia-northeast2: { in: [jp, eu_adequate, google] }  # Osaka
    asia-northeast3: { in: [kr, eu_adequate, google] }  # Seoul
    asia-south1: { in: [in, google] }  # Mumbai
    asia-south2: { in: [in, google] }  # Delhi
    asia-southeast1: { in: [sg, google] }  # Singapore
    asia-southeast2: { in: [id, google] }  # Jakarta
    australia-southeast1: { in: [au, google] }  # Sydney
    australia-southeast2: { in: [au, google] }  # Melbourne
    europe-central2: { in: [pl, eu27, eea, google] }  # Warsaw
    europe-north1: { in: [fi, eu27, eea, google] }  # Finland
    europe-north2: { in: [se, eu27, eea, google] }  # Stockholm
    europe-southwest1: { in: [es, eu27, eea, google] }  # Madrid
    europe-west1: { in: [be, eu27, eea, google] }  # Belgium
    europe-west10: { in: [de, eu27, eea, google] }  # Berlin
    europe-west12: { in: [it, eu27, eea, google] }  # Turin
    europe-west2: { in: [gb, eu_adequate, google] }  # London
    europe-west3: { in: [de, eu27, eea, google] }  # Frankfurt
    europe-west4: { in: [nl, eu27, eea, google] }  # Eemshaven
    europe-west6: { in: [ch, eu_adequate, google] }  # Zürich
    europe-west8: { in: [it, eu27, eea, google] }  # Milan
    europe-west9: { in: [fr, eu27, eea, google] }  # Paris
    me-central1: { in: [qa, google] }  # Doha
    me-central2: { in: [sa, google] }  # Dammam
    me-west1: { in: [il, eu_adequate, google] }  # Tel Aviv
    northamerica-northeast1: { in: [ca, eu_adequate, google] }  # Montréal
    northamerica-northeast2: { in: [ca, eu_adequate, google] }  # Toronto
    northamerica-south1: { in: [mx, google] }  # Mexico
    southamerica-east1: { in: [br, google] }  # São Paulo
    southamerica-west1: { in: [cl, google] }  # Santiago
    us-central1: { in: [us, google] }  # Iowa
    us-central2: { in: [us, google] }  # Oklahoma
    us-east1: { in: [us, google] }  # South Carolina
    us-east2: { in: [us, google] }  # Georgia
    us-east4: { in: [us, google] }  # Northern Virginia
    us-east5: { in: [us, google] }  # Columbus
    us-south1: { in: [us, google] }  # Dallas
    us-west1: { in: [us, google] }  # Oregon
    us-west2: { in: [us, google] }  # Los Angeles
    us-west3: { in: [us, google] }  # Salt Lake City
    us-west4: { in: [us, google] }  # Las Vegas

  # Locations of Vertex AI (Google Cloud, "Data residency" and "Locations", 2025-11-30): a multi-region is every
  # region of members of the European Union (neither London nor Zurich), or of the United States; the global
  # one is every region. What models are shown is cached for a day at most ("Vertex AI and zero data
  # retention"). A regional endpoint states its region.
  endpoint_classes:
    vertex.eu:
      process: [europe-central2, europe-north1, europe-north2, europe-southwest1, europe-west1, europe-west10, europe-west12, europe-west3, europe-west4, europe-west8, europe-west9]
      store: [europe-central2, europe-north1, europe-north2, europe-southwest1, europe-west1, europe-west10, europe-west12, europe-west3, europe-west4, europe-west8, europe-west9]
      log: [europe-central2, europe-north1, europe-north2, europe-southwest1, europe-west1, europe-west10, europe-west12, europe-west3, europe-west4, europe-west8, europe-west9]
      retains: 1 day
    vertex.us:
      process: [us-central1, us-central2, us-east1, us-east2, us-east4, us-east5, us-south1, us-west1, us-west2, us-west3, us-west4]
      store: [us-central1, us-central2, us-east1, us-east2, us-east4, us-east5, us-south1, us-west1, us-west2, us-west3, us-west4]
      log: [us-central1, us-central2, us-east1, us-east2, us-east4, us-east5, us-south1, us-west1, us-west2, us-west3, us-west4]
      retains: 1 day
    vertex.global: { process: google, store: google, log: google, retains: 1 day }

  """
