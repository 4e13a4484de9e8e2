using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class PostgreSqlAccessTests(PostgreSqlFixture database) : AccessContract(database), IClassFixture<PostgreSqlFixture>
{
    [Fact]
    public async Task Two_consoles_share_sessions_and_forms()
    {
        var folders = new[] { "a", "b" }.Select(name => Path.Combine(database.Folder, name)).ToArray();
        await using var one = await database.StartAsync(folder: folders[0]);
        await using var other = await database.StartAsync(folder: folders[1]);
        await one.AddAsync("olga", Roles.Viewer);
        using var visitor = one.Open();
        await visitor.SignInAsync("olga", ConsoleStage.Password);
        var cookie = visitor.Cookies.GetCookies(one.Url)["wxgw"]!.Value;

        using var again = other.Open();
        again.Headers.Add("Cookie", $"wxgw={cookie}");

        Assert.True(await again.IsInAsync());
    }
}
