using WxYarpGateway.MiniPrograms.Proxy;

namespace WxYarpGateway.MiniPrograms.Tests.Proxy;

public sealed class BackendAddressesTests
{
    private const string Destination = "http://backend/";

    private static readonly Uri Orders = new("http://backend/orders");

    private readonly BackendAddresses _addresses = new();

    [Fact]
    public void An_address_is_kept_for_its_destination_and_target_alone()
    {
        _addresses.Keep(Destination, "/app/orders", Orders);

        Assert.Same(Orders, _addresses.Find(new string(Destination), new string("/app/orders")));
        Assert.Null(_addresses.Find("http://other/", "/app/orders"));
        Assert.Null(_addresses.Find(Destination, "/APP/orders"));
        Assert.Null(_addresses.Find(Destination, "/app/orders/"));
    }

    [Fact]
    public void One_with_a_query_is_not_kept_nor_one_that_is_long()
    {
        var (asked, longer) = ("/app/orders?phone=1", $"/app/{new string('a', 1000)}");

        _addresses.Keep(Destination, asked, Orders);
        _addresses.Keep(Destination, longer, Orders);

        Assert.Null(_addresses.Find(Destination, asked));
        Assert.Null(_addresses.Find(Destination, longer));
    }

    [Fact]
    public void Of_more_addresses_than_there_are_places_each_is_its_own_or_gone()
    {
        for (var number = 0; number < 10_000; number++)
        {
            _addresses.Keep(Destination, $"/app/{number}", new Uri($"http://backend/{number}"));
        }

        var found = Enumerable.Range(0, 10_000).Select(number => (number, Uri: _addresses.Find(Destination, $"/app/{number}")))
            .Where(address => address.Uri is not null).ToList();
        Assert.InRange(found.Count, 1, 256);
        Assert.All(found, address => Assert.Equal($"/{address.number}", address.Uri!.AbsolutePath));
    }
}
