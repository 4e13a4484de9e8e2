using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Vault;

namespace WxYarpGateway.Database.Tests.Vault;

public sealed class SqliteVaultTests(SqliteFixture database) : AuthorizerVaultContract(database), IClassFixture<SqliteFixture>
{
    [Fact]
    public async Task The_process_itself_renews_alone()
    {
        await using var renewer = new SoleRenewer(database.Access, NullLogger<SoleRenewer>.Instance);

        Assert.True(await renewer.TryHoldAsync(TestContext.Current.CancellationToken));
        await renewer.ReleaseAsync(TestContext.Current.CancellationToken);
    }
}
