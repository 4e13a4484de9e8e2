using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Authorizers;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Vault;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Tests.Vault;

/// <summary>What platforms rely on for the tokens whose loss costs an authorization, whatever the database.</summary>
public abstract class AuthorizerVaultContract
{
    private const string Secret = "refreshtoken@@@planted-secret";

    private readonly DatabaseFixture _database;
    private readonly AuthorizerKey _key = new(NewAppId("wxp"), NewAppId("wxa"));

    protected AuthorizerVaultContract(DatabaseFixture database)
    {
        _database = database;
        Vault = VaultOf(database.Main);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AuthorizerVault Vault { get; }

    [Fact]
    public async Task An_authorizer_that_nobody_wrote_is_not_there()
    {
        Assert.Null(await Vault.ReadAsync(_key, Token));
        await Vault.MarkAsync(_key, AuthorizerState.Broken, "why", Token);
        await Vault.AuthorizeAsync(_key, Token);
        await Vault.WipeAsync(_key, 0, Token);
        Assert.Null(await Vault.ReadAsync(_key, Token));
    }

    [Fact]
    public async Task The_first_write_makes_the_row_and_each_one_raises_the_version()
    {
        Assert.True(await Vault.TryWriteAsync(_key, "r1", 0, Token));
        Assert.Equal(new VaultedToken("r1", 1, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));
        Assert.True(await Vault.TryWriteAsync(_key, "r2", 1, Token));
        Assert.Equal(new VaultedToken("r2", 2, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(99)]
    public async Task Another_version_than_the_one_seen_is_left_alone(long seen)
    {
        Assert.True(await Vault.TryWriteAsync(_key, "r1", 0, Token));

        Assert.False(await Vault.TryWriteAsync(_key, "lost", seen, Token));

        Assert.Equal("r1", (await Vault.ReadAsync(_key, Token))!.RefreshToken);
    }

    [Fact]
    public async Task A_row_that_is_gone_is_not_made_by_somebody_who_has_seen_it() =>
        Assert.False(await Vault.TryWriteAsync(_key, "r2", 1, Token));

    [Fact]
    public async Task The_newest_event_of_an_authorization_is_told_with_its_token()
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Assert.True(await Vault.TryWriteAsync(_key, "r1", 0, Token));
        Assert.Null((await Vault.ReadAsync(_key, Token))!.EventTime);

        var store = new AuthorizerStore(_database.Access, _database.Main.Clock);
        Assert.True(await store.ApplyEventAsync(_key.Component, _key.AppId, AuthorizerState.Authorized, time, Token));

        Assert.Equal(time, (await Vault.ReadAsync(_key, Token))!.EventTime);
    }

    [Fact]
    public async Task A_row_without_a_token_takes_its_first_one()
    {
        await AddRowAsync("Authorized");
        Assert.Equal(new VaultedToken("", 0, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));

        Assert.True(await Vault.TryWriteAsync(_key, "r1", 0, Token));

        Assert.Equal(new VaultedToken("r1", 1, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_many_that_write_at_once_one_succeeds(int seen)
    {
        if (seen == 1)
        {
            await Vault.TryWriteAsync(_key, "r1", 0, Token);
        }

        var written = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            number => Task.Run(async () => await VaultOf(_database.Main).TryWriteAsync(_key, $"w{number}", seen, Token))));

        var winner = Array.IndexOf(written, true);
        Assert.Single(written, isWritten => isWritten);
        Assert.Equal(new VaultedToken($"w{winner}", seen + 1, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));
    }

    [Fact]
    public async Task Nothing_is_no_refresh_token()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Vault.TryWriteAsync(_key, "", 0, Token));
    }

    [Fact]
    public async Task A_token_is_wiped_only_in_the_version_that_was_seen()
    {
        await Vault.TryWriteAsync(_key, "r1", 0, Token);
        await Vault.TryWriteAsync(_key, "r2", 1, Token);

        await Vault.WipeAsync(_key, 1, Token);
        Assert.Equal("r2", (await Vault.ReadAsync(_key, Token))!.RefreshToken);
        await Vault.WipeAsync(_key, 2, Token);
        Assert.Equal(new VaultedToken("", 3, AuthorizerState.Authorized), await Vault.ReadAsync(_key, Token));

        Assert.False(await Vault.TryWriteAsync(_key, "late", 2, Token));
        Assert.True(await Vault.TryWriteAsync(_key, "r3", 3, Token));
    }

    [Theory]
    [InlineData("Authorized", AuthorizerState.Broken, AuthorizerState.Broken)]
    [InlineData("Broken", AuthorizerState.NeedsCode, AuthorizerState.NeedsCode)]
    [InlineData("NeedsCode", AuthorizerState.Authorized, AuthorizerState.Authorized)]
    [InlineData("Unauthorized", AuthorizerState.Authorized, AuthorizerState.Unauthorized)]
    [InlineData("Unauthorized", AuthorizerState.Broken, AuthorizerState.Unauthorized)]
    [InlineData("Test", AuthorizerState.Broken, AuthorizerState.Test)]
    public async Task A_mark_neither_begins_nor_ends_an_authorization(string before, AuthorizerState mark, AuthorizerState after)
    {
        await AddRowAsync(before);

        await Vault.MarkAsync(_key, mark, "WeChat says so.", Token);

        Assert.Equal(after, (await Vault.ReadAsync(_key, Token))!.State);
        Assert.Equal(
            after is AuthorizerState.Broken or AuthorizerState.NeedsCode ? "WeChat says so." : null,
            await _database.Access.ReadAsync(
                (db, token) => db.Authorizers.Where(row => row.AppId == _key.AppId.Value).Select(row => row.BrokenWhy).SingleAsync(token),
                Token));
    }

    [Theory]
    [InlineData("Unauthorized", AuthorizerState.Authorized)]
    [InlineData("Broken", AuthorizerState.Authorized)]
    [InlineData("Test", AuthorizerState.Test)]
    public async Task A_code_begins_an_authorization(string before, AuthorizerState after)
    {
        await AddRowAsync(before);
        await Vault.AuthorizeAsync(_key, Token);
        Assert.Equal(after, (await Vault.ReadAsync(_key, Token))!.State);
    }

    [Fact]
    public async Task The_newest_ticket_stays_whatever_order_they_come_in()
    {
        Assert.Null(await Vault.ReadTicketAsync(_key.Component, Token));
        var (old, young) = (Ticket("t1", 100), Ticket("t2", 200));

        await Vault.WriteTicketAsync(_key.Component, young, Token);
        await Vault.WriteTicketAsync(_key.Component, old, Token);
        await Vault.WriteTicketAsync(_key.Component, Ticket("replayed", 200), Token);

        Assert.Equal(young, await Vault.ReadTicketAsync(_key.Component, Token));
    }

    [Fact]
    public async Task Neither_token_nor_ticket_is_in_the_database_in_clear()
    {
        await Vault.TryWriteAsync(_key, Secret, 0, Token);
        await Vault.WriteTicketAsync(_key.Component, Ticket(Secret, 100), Token);

        var fields = await _database.Access.ReadAsync(
            async (db, token) => new[]
            {
                await db.Authorizers.Where(row => row.AppId == _key.AppId.Value).Select(row => row.RefreshToken!).SingleAsync(token),
                await db.PlatformTickets.Where(row => row.Platform == _key.Component.Value).Select(row => row.Ticket).SingleAsync(token),
            },
            Token);

        Assert.All(fields, field => Assert.True(field.AsSpan().IndexOf("planted"u8) < 0));
        Assert.DoesNotContain("planted", (await Vault.ReadAsync(_key, Token))!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_key_the_vault_says_what_to_do()
    {
        await Vault.TryWriteAsync(_key, "r1", 0, Token);
        var other = VaultOf(_database.Another(change: options => options.Key = FieldKey.NewBase64()));

        var error = await Assert.ThrowsAsync<VaultUnavailableException>(async () => await other.ReadAsync(_key, Token));

        Assert.Contains("PreviousKeys", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_spilled_opens_with_the_same_keys_under_its_own_name_only()
    {
        var cipher = new SpillCipher(_database.Access);
        var value = cipher.Seal("token"u8, "row");

        Assert.Equal("token"u8.ToArray(), new SpillCipher(_database.Another().Access).Open(value, "row"));
        Assert.Null(cipher.Open(value, "other"));
        Assert.Null(cipher.Open(value.AsSpan()[..^1], "row"));
        Assert.Null(cipher.Open([], "row"));
        await Task.CompletedTask;
    }

    private protected static AuthorizerVault VaultOf(TestDatabase database) => new(database.Access, database.Clock);

    private static ComponentTicket Ticket(string value, long seconds) =>
        new(value, DateTimeOffset.FromUnixTimeSeconds(seconds), DateTimeOffset.FromUnixTimeSeconds(seconds + 1));

    private static AppId NewAppId(string prefix) =>
        AppId.TryParse(prefix + Guid.NewGuid().ToString("N"), out var appId) ? appId : throw new InvalidOperationException();

    private Task<int> AddRowAsync(string status) => _database.Access.WriteAsync(
        (db, token) =>
        {
            db.Authorizers.Add(new() { Platform = _key.Component.Value, AppId = _key.AppId.Value, Kind = "Other", Status = status });
            return db.SaveChangesAsync(token);
        },
        Token).AsTask();
}
