"""The front door in a real browser."""


def test_the_choice_page_leads_to_both_languages(site_tree, page):
    page.goto("/")
    links = page.locator("main a").evaluate_all("links => links.map(link => link.pathname)")
    assert {"/en/", "/cy/"} <= set(links)


def test_nothing_is_remembered_or_fetched_from_elsewhere(site_tree, page, live_server):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/")
    assert addresses
    assert [url for url in addresses if not url.startswith(live_server.url)] == []
    assert page.context.cookies() == []
