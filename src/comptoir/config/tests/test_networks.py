from ipaddress import ip_network

import pytest

from comptoir.config.networks import inner_networks
from comptoir.config.values import BadSetting


def test_networks_are_named_one_by_one() -> None:
    assert inner_networks(["10.20.0.0/16", "fd00::/8"], this_machine=False) == (
        ip_network("10.20.0.0/16"),
        ip_network("fd00::/8"),
    )
    assert inner_networks([], this_machine=False) == ()
    assert inner_networks([], this_machine=True) == (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize("written", ["10.20.0.1/16", "erp.example", "10.0.0.0/64"])
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(BadSetting, match="COMPTOIR_WEBHOOK_NETWORKS"):
        inner_networks([written], this_machine=False)
