/// Facts that are dated; each stands with where it is from.
let azureCatalogue = """
  catalogue: azure
  source: "Azure/terraform-azurerm-avm-utl-regions (locations and pairs), Microsoft Learn (deployment types)"
  as_of: 2026-01-01

  \(groupsOfRegions)
  # The geography group "Europe" of Azure is none of these: it holds Norway and Switzerland.
  regions:
    australiacentral: { in: [au, azure] }  # Australia Central, Canberra
    australiacentral2: { in: [au, azure] }  # Australia Central 2, Canberra
    australiaeast: { in: [au, azure] }  # Australia East, New South Wales
    australiasoutheast: { in: [au, azure] }  # Australia Southeast, Victoria
    austriaeast: { in: [at, eu27, eea, azure] }  # Austria East, Vienna
    belgiumcentral: { in: [be, eu27, eea, azure] }  # Belgium Central, Brussels
    brazilsouth: { in: [br, azure] }  # Brazil South, Sao Paulo State
    brazilsoutheast: { in: [br, azure] }  # Brazil Southeast, Rio
    canadacentral: { in: [ca, eu_adequate, azure] }  # Canada Central, Toronto
    canadaeast: { in: [ca, eu_adequate, azure] }  # Canada East, Quebec
    centralindia: { in: [in, azure] }  # Central India, Pune
    centralus: { in: [us, azure] }  # Central US, Iowa
    chilecentral: { in: [cl, azure] }  # Chile Central, Santiago
    denmarkeast: { in: [dk, eu27, eea, azure] }  # Denmark East, Copenhagen
    eastasia: { in: [hk, azure] }  # East Asia, Hong Kong
    eastus: { in: [us, azure] }  # East US, Virginia
    eastus2: { in: [us, azure] }  # East US 2, Virginia
    francecentral: { in: [fr, eu27, eea, azure] }  # France Central, Paris
    francesouth: { in: [fr, eu27, eea, azure] }  # France South, Marseille
    germanynorth: { in: [de, eu27, eea, azure] }  # Germany North, Berlin
    germanywestcentral: { in: [de, eu27, eea, azure] }  # Germany West Central, Frankfurt
    indonesiacentral: { in: [id, azure] }  # Indonesia Central, Jakarta
    israelcentral: { in: [il, eu_adequate, azure] }  # Israel Central, Israel
    italynorth: { in: [it, eu27, eea, azure] }  # Italy North, Milan
    japaneast: { in: [jp, eu_adequate, azure] }  # Japan East, Tokyo, Saitama
    japanwest: { in: [jp, eu_adequate, azure] }  # Japan West, Osaka
    jioindiacentral: { in: [in, azure] }  # Jio India Central, Nagpur
    jioindiawest: { in: [in, azure] }  # Jio India West, Jamnagar
    koreacentral: { in: [kr, eu_adequate, azure] }  # Korea Central, Seoul
    koreasouth: { in: [kr, eu_adequate, azure] }  # Korea South, Busan
    malaysiawest: { in: [my, azure] }  # Malaysia West, Kuala Lumpur
    mexicocentral: { in: [mx, azure] }  # Mexico Central, Querétaro State
    newzealandnorth: { in: [nz, eu_adequate, azure] }  # New Zealand North, Auckland
    northcentralus: { in: [us, azure] }  # North Central US, Illinois
    northeurope: { in: [ie, eu27, eea, azure] }  # North Europe, Ireland
    norwayeast: { in: [no, eea, azure] }  # Norway East, Norway
    norwaywest: { in: [no, eea, azure] }  # Norway West, Norway
    polandcentral: { in: [pl, eu27, eea, azure] }  # Poland Central, Warsaw
    qatarcentral: { in: [qa, azure] }  # Qatar Central, Doha
    southafricanorth: { in: [za, azure] }  # South Africa North, Johannesburg
    southafricawest: { in: [za, azure] }  # South Africa West, Cape Town
    southcentralus: { in: [us, azure] }  # South Central US, Texas
    southeastasia: { in: [sg, azure] }  # Southeast Asia, Singapore
    southindia: { in: [in, azure] }  # South India, Chennai
    spaincentral: { in: [es, eu27, eea, azure] }  # Spain Central, Madrid
    swedencentral: { in: [se, eu27, eea, azure] }  # Sweden Central, Gävle
    switzerlandnorth: { in: [ch, eu_adequate, azure] }  # Switzerland North, Zurich
    switzerlandwest: { in: [ch, eu_adequate, azure] }  # Switzerland West, Geneva
    uaecentral: { in: [ae, azure] }  # UAE Central, Abu Dhabi
    uaenorth: { in: [ae, azure] }  # UAE North, Dubai
    uksouth: { in: [gb, eu_adequate, azure] }  # UK South, London
    ukwest: { in: [gb, eu_adequate, azure] }  # UK West, Cardiff
    westcentralus: { in: [us, azure] }  # West Central US, Wyoming
    westeurope: { in: [nl, eu27, eea, azure] }  # West Europe, Netherlands
    westindia: { in: [in, azure] }  # West India, Mumbai
    westus: { in: [us, azure] }  # West US, California
    westus2: { in: [us, azure] }  # West US 2, Washington
    westus3: { in: [us, azure] }  # West US 3, Phoenix

  # Deployment types of models (Microsoft Learn, "Deployment types", 2025-11-30): a data zone is every region
  # of Azure within it, a global one every region. Prompts may be kept for 30 days to look for abuse
  # (Microsoft Learn, "Data, privacy, and security", 2025-11-30). A regional deployment states its region.
  endpoint_classes:
    azure.datazone.eu:
      process: [austriaeast, belgiumcentral, denmarkeast, francecentral, francesouth, germanynorth, germanywestcentral, italynorth, northeurope, polandcentral, spaincentral, swedencentral, westeurope]
      store: [austriaeast, belgiumcentral, denmarkeast, francecentral, francesouth, germanynorth, germanywestcentral, italynorth, northeurope, polandcentral, spaincentral, swedencentral, westeurope]
      log: [austriaeast, belgiumcentral, denmarkeast, francecentral, francesouth, germanynorth, germanywestcentral, italynorth, northeurope, polandcentral, spaincentral, swedencentral, westeurope]
      retains: 30 days
    azure.datazone.us:
      process: [centralus, eastus, eastus2, northcentralus, southcentralus, westcentralus, westus, westus2, westus3]
      store: [centralus, eastus, eastus2, northcentralus, southcentralus, westcentralus, westus, westus2, westus3]
      log: [centralus, eastus, eastus2, northcentralus, southcentralus, westcentralus, westus, westus2, westus3]
      retains: 30 days
    azure.global: { process: azure, store: azure, log: azure, retains: 30 days }

    # Geo-redundant storage keeps a copy in the paired region: those pairs that lie in two countries.
    azure.geo-redundant.brazilsouth: { process: none, store: [brazilsouth, southcentralus], log: brazilsouth }
    azure.geo-redundant.eastasia: { process: none, store: [eastasia, southeastasia], log: eastasia }
    azure.geo-redundant.northeurope: { process: none, store: [northeurope, westeurope], log: northeurope }
    azure.geo-redundant.southeastasia: { process: none, store: [southeastasia, eastasia], log: southeastasia }
    azure.geo-redundant.westeurope: { process: none, store: [westeurope, northeurope], log: westeurope }

  """
