using System.Net;
using WxYarpGateway.Gateway.Access.Limits;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

public sealed class ClientTests
{
    private const int MostBudgets = 32_768;

    [Theory]
    [InlineData("1.2.3.4", "::ffff:1.2.3.4")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    public void One_client_has_one_budget(string address, string same)
        => Assert.Equal(ClientNetwork.SlotOf(IPAddress.Parse(address)), ClientNetwork.SlotOf(IPAddress.Parse(same)));

    [Fact]
    public void Clients_that_differ_hardly_ever_share_one()
    {
        var slots = Addresses(1_000).Select(ClientNetwork.SlotOf).Distinct().Count();

        Assert.InRange(slots, 950, 1_000);
    }

    [Fact]
    public void However_many_clients_come_there_are_no_more_budgets_to_remember()
    {
        using var limits = new RateLimits();
        var budgets = Addresses(200_000).Select(address => new Budget("", ClientNetwork.SlotOf(address), 20, 200)).ToList();

        Assert.InRange(budgets.Distinct().Count(), 30_000, MostBudgets);
        Assert.All(budgets.Take(50_000), budget => Assert.Null(limits.Take(budget)));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.100.1.1", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("101.226.103.5", false)]
    [InlineData("2001:db8::1", false)]
    public void A_private_address_is_no_client_of_the_internet(string address, bool isPrivate)
        => Assert.Equal(isPrivate, ClientNetwork.IsPrivate(IPAddress.Parse(address)));

    private static IEnumerable<IPAddress> Addresses(int count)
        => Enumerable.Range(0, count).Select(number => new IPAddress([11, (byte)(number >> 16), (byte)(number >> 8), (byte)number]));
}
