"""Where finished briefings stand: published whole into a folder or an address, with a manifest beside each."""
