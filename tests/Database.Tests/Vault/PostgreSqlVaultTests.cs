using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Vault;

namespace WxYarpGateway.Database.Tests.Vault;

public sealed class PostgreSqlVaultTests(PostgreSqlFixture database) : AuthorizerVaultContract(database), IClassFixture<PostgreSqlFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_replica_renews_alone_until_it_gives_the_lock_back()
    {
        await using var first = NewRenewer();
        await using var second = NewRenewer();

        Assert.True(await first.TryHoldAsync(Token));
        Assert.False(await second.TryHoldAsync(Token));
        Assert.True(await first.TryHoldAsync(Token));
        await first.ReleaseAsync(Token);
        Assert.True(await second.TryHoldAsync(Token));
        Assert.False(await first.TryHoldAsync(Token));
    }

    [Fact]
    public async Task The_lock_ends_with_its_replica()
    {
        await using var second = NewRenewer();
        await using (var first = NewRenewer())
        {
            Assert.True(await first.TryHoldAsync(Token));
        }

        Assert.True(await second.TryHoldAsync(Token));
        await second.ReleaseAsync(Token);
    }

    private SoleRenewer NewRenewer() => new(database.Another().Access, NullLogger<SoleRenewer>.Instance);
}
