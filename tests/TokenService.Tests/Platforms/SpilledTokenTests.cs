using System.Text;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.TokenService.Platforms.Spills;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class SpilledTokenTests : PlatformFixture
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_the_database_the_token_outlives_the_process_in_the_store_or_in_a_file(bool hasStore, bool hasDisk)
    {
        var replica = await RotatingAsync(hasDisk ? null : NoFolder());
        World.Vault.IsDown = true;
        await GetWithoutAsync(replica, hasStore);

        Assert.NotEqual(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
        Assert.Equal(1, replica.States.Spilled);
        Assert.Equal(hasDisk ? 1 : 0, Files().Length);
        await replica.DisposeAsync();
        World.Vault.IsDown = false;

        var restarted = World.NewReplica();
        await restarted.Worker.StartAsync(Cancelled);
        await AdvanceUntilAsync(() => World.Vault.RowOf(World.Key)!.RefreshToken == World.RefreshToken, "the vault took the token");
        await AdvanceUntilAsync(() => restarted.States.Spilled == 0, "nothing is left");
        Assert.Empty(Files());
        Assert.Empty(await World.Durable.ReadAllAsync("refresh-tokens", Cancelled));
        await NextRenewalIsGoodAsync(restarted);
    }

    [Fact]
    public async Task With_neither_database_nor_store_nor_disk_the_process_has_it_and_after_its_end_WeChat_has()
    {
        var replica = await RotatingAsync(NoFolder());
        World.Vault.IsDown = true;
        await GetWithoutAsync(replica, hasStore: false);
        Assert.Equal(1, replica.States.Spilled);
        await replica.DisposeAsync();
        World.Vault.IsDown = false;

        await NextRenewalIsGoodAsync(World.NewReplica());

        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task The_vault_is_tried_every_second()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        await replica.Worker.StartAsync(Cancelled);
        for (var i = 0; i < 3; i++)
        {
            var tried = replica.Steps.Done.Count(step => step == "vault write");
            await AdvanceUntilAsync(() => replica.Steps.Done.Count(step => step == "vault write") > tried, "the vault was tried");
        }

        World.Vault.IsDown = false;
        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "the vault took the token");
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task Renewals_go_on_while_the_database_is_away_and_the_last_token_is_the_one_that_is_kept()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        for (var i = 0; i < 3; i++)
        {
            Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
            await World.ExpireAsync(replica);
        }

        Assert.Single(Files());
        World.Vault.IsDown = false;
        await replica.DisposeAsync();
        await NextRenewalIsGoodAsync(World.NewReplica());
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task Another_replica_finds_in_the_store_what_the_vault_lacks()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        World.Vault.IsDown = false;
        World.Clock.Advance(TimeSpan.FromHours(2));
        var other = World.NewReplica(folder: NoFolder());
        await World.GiveTicketAsync(other);

        Assert.True(World.IsGood(await other.TokenAsync(World.Authorizer)));

        Assert.Equal(3, World.Renewals);
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
    }

    [Fact]
    public async Task A_newer_token_in_the_vault_survives_what_was_spilled_before()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        World.Vault.IsDown = false;
        World.Vault.Put(World.Key, new VaultedToken("newer", 9, AuthorizerState.Authorized));
        await replica.Worker.StartAsync(Cancelled);

        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "it was dropped");

        Assert.Equal("newer", World.Vault.RowOf(World.Key)!.RefreshToken);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(AuthorizerState.Authorized, "newer")]
    [InlineData(AuthorizerState.Unauthorized, "")]
    public async Task A_token_of_a_code_that_lay_on_a_disk_for_days_ends_nothing_that_came_after_it(AuthorizerState state, string newer)
    {
        var replica = await SpilledCodeAsync();
        World.Vault.Put(World.Key, new VaultedToken(newer, 9, state) { EventTime = World.Clock.GetUtcNow().AddDays(1) });
        World.Clock.Advance(TimeSpan.FromDays(2));
        World.Vault.IsDown = false;
        await replica.DisposeAsync();

        var restarted = World.NewReplica();
        await restarted.Worker.StartAsync(Cancelled);
        await AdvanceUntilAsync(() => Files().Length == 0, "the file was found out of date");

        Assert.Equal((newer, state), (World.Vault.RowOf(World.Key)!.RefreshToken, World.Vault.RowOf(World.Key)!.State));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task A_token_of_a_code_wins_over_what_was_there_though_clocks_differ_by_an_hour(int eventMinutes)
    {
        var replica = await SpilledCodeAsync();
        World.Vault.Put(World.Key, new VaultedToken("older", 9, AuthorizerState.Unauthorized)
        {
            EventTime = World.Clock.GetUtcNow().AddMinutes(eventMinutes),
        });
        World.Vault.IsDown = false;
        await replica.DisposeAsync();

        var restarted = World.NewReplica();
        await restarted.Worker.StartAsync(Cancelled);
        await AdvanceUntilAsync(() => World.Vault.RowOf(World.Key)!.RefreshToken == World.RefreshToken, "the vault took the token");
        await AdvanceUntilAsync(() => World.Vault.RowOf(World.Key)!.State == AuthorizerState.Authorized, "the account is authorized");
    }

    [Fact]
    public async Task A_database_that_went_back_to_an_older_token_gets_the_one_that_was_spilled()
    {
        var replica = await RotatingAsync();
        var older = World.Vault.RowOf(World.Key)!;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        await World.ExpireAsync(replica);
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));

        // A backup, or a copy that was a write behind when it took over.
        World.Vault.Put(World.Key, older);
        World.Vault.IsDown = false;
        await replica.Worker.StartAsync(Cancelled);

        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "the vault took it");
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);
        await NextRenewalIsGoodAsync(replica);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_followed_a_spilled_one_is_kept_though_another_replica_writes_that_one_first(bool isWrittenAtOnce)
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        var first = World.RefreshToken!;
        await World.ExpireAsync(replica);

        // Nobody but this process has the second one.
        World.Vault.Before = async (name, _) =>
        {
            if (name == "write" && World.Vault.IsDown)
            {
                await Task.Yield();
                World.Shared.Error = _ => throw new InvalidOperationException("away");
                World.Vault.Before = null;
                World.Vault.IsDown = !isWrittenAtOnce;
                Put(first);
            }
        };
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        Assert.Equal(isWrittenAtOnce ? 0 : 1, replica.States.Spilled);
        (World.Shared.Error, World.Vault.IsDown) = (null, false);
        await replica.Worker.StartAsync(Cancelled);

        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "the vault took it");
        Assert.NotEqual(first, World.RefreshToken);
        Assert.Equal(World.RefreshToken, World.Vault.RowOf(World.Key)!.RefreshToken);

        // What the other replica did.
        void Put(string token)
        {
            var row = World.Vault.RowOf(World.Key)!;
            World.Vault.Put(World.Key, row with { RefreshToken = token, Version = row.Version + 1 });
        }
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_done()
    {
        var replica = await RotatingAsync();
        World.Vault.AfterWrite = () =>
        {
            World.Vault.AfterWrite = null;
            throw new VaultUnavailableException("the answer was lost");
        };
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        var row = World.Vault.RowOf(World.Key)!;
        Assert.Equal(World.RefreshToken, row.RefreshToken);
        await replica.Worker.StartAsync(Cancelled);

        await AdvanceUntilAsync(() => replica.States.Spilled == 0, "it was dropped");

        Assert.Equal(row, World.Vault.RowOf(World.Key));
        await NextRenewalIsGoodAsync(replica);
    }

    [Fact]
    public async Task A_vault_that_hangs_costs_two_seconds_and_no_token()
    {
        var replica = await RotatingAsync();
        World.Vault.Before = (name, cancellationToken) =>
            name == "write" ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask;

        var asked = replica.TokenAsync(World.Authorizer).AsTask();
        await AdvanceUntilAsync(() => asked.IsCompleted, "the token was served", TimeSpan.FromMilliseconds(10));

        Assert.True(World.IsGood(await asked));
        Assert.Equal(1, replica.States.Spilled);
    }

    [Fact]
    public async Task A_damaged_file_is_reported_and_the_others_are_read()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        await replica.DisposeAsync();
        var whole = Assert.Single(Files());
        var folder = Path.GetDirectoryName(whole)!;
        var half = (await File.ReadAllBytesAsync(whole, Cancelled))[..40];
        await File.WriteAllBytesAsync(Path.Combine(folder, "half.spill"), half, Cancelled);
        await File.WriteAllBytesAsync(Path.Combine(folder, "empty.spill"), [], Cancelled);
        World.Vault.IsDown = false;

        var restarted = World.NewReplica();
        await NextRenewalIsGoodAsync(restarted);

        Assert.Equal(2, restarted.Logs.Lines.Count(line => line.Contains("cannot be opened", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_shows_nothing_and_is_the_gateways_alone()
    {
        var replica = await RotatingAsync();
        World.Vault.IsDown = true;
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));

        var file = Assert.Single(Files());
        var bytes = await File.ReadAllBytesAsync(file, Cancelled);
        Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(World.RefreshToken!)) < 0);
        Assert.DoesNotContain(World.Key.AppId.Value, file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Of_two_spilled_tokens_the_newer_is_known_without_a_clock()
    {
        var key = World.Key;
        SpilledToken[] inOrder =
        [
            new(key, "a", 3, 1), new(key, "b", 3, 2), new(key, "c", 4, 1), new(key, "d", null, 1),
            new(key, "e", null, 2) { At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123) },
        ];

        foreach (var (index, token) in inOrder.Index())
        {
            Assert.All(inOrder[..index], older => Assert.True(token.IsNewerThan(older)));
            Assert.All(inOrder[index..], newer => Assert.False(token.IsNewerThan(newer)));
            Assert.Equal(token, SpilledToken.Read(token.Write()));
        }
    }

    [Fact]
    public void The_tokens_that_one_followed_are_known_again_for_a_day_of_renewals()
    {
        var token = SpilledToken.After(World.Key, new KnownToken("t0", 1, 0, AuthorizerState.Authorized), "t1");
        for (var number = 2; number <= 20; number++)
        {
            token = SpilledToken.After(World.Key, KnownToken.Of(token, AuthorizerState.Authorized), $"t{number}");
        }

        var read = SpilledToken.Read(token.Write())!;

        Assert.Equal(token, read);
        Assert.All(Enumerable.Range(4, 16), number => Assert.True(read.Replaces(Row($"t{number}"))));
        Assert.All(["t0", "t3", "t20", "", "another"], other => Assert.False(read.Replaces(Row(other))));
        Assert.True(read.Replaces(Row("another") with { Version = 1 }));

        static VaultedToken Row(string token) => new(token, 9, AuthorizerState.Authorized);
    }

    private static string NoFolder() => "/dev/null/there-is-no-such-folder";

    private string[] Files() =>
        Directory.Exists(Path.Combine(World.Folder, "spill")) ? Directory.GetFiles(Path.Combine(World.Folder, "spill"), "*.spill") : [];

    /// <summary>Returns a replica whose next renewal brings another refresh token.</summary>
    private async Task<PlatformReplica> RotatingAsync(string? folder = null)
    {
        var replica = World.NewReplica(folder: folder);
        await World.GiveTicketAsync(replica);
        await World.ExchangeAsync(replica);

        // Known from a renewal: the vault will be away.
        await World.ExpireAsync(replica);
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        await World.ExpireAsync(replica);
        World.Settings.Switches.RefreshTokens = RefreshTokenMode.RotateEachTime;
        return replica;
    }

    /// <summary>Returns a replica that has the token of a code on its disk, and nowhere else.</summary>
    private async Task<PlatformReplica> SpilledCodeAsync()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        Assert.True(World.IsGood(await replica.TokenAsync(World.Platform)));
        World.Vault.IsDown = true;
        World.Shared.Error = _ => throw new InvalidOperationException("away");
        await World.ExchangeAsync(replica);
        World.Shared.Error = null;
        Assert.Single(Files());
        return replica;
    }

    /// <summary>Renews while the store answers until WeChat has, and then, if the test says so, not any more.</summary>
    private async Task GetWithoutAsync(PlatformReplica replica, bool hasStore)
    {
        if (!hasStore)
        {
            var writes = replica.Steps.Done.Count(step => step == "vault write");
            World.Shared.Error = _ =>
                replica.Steps.Done.Count(step => step == "vault write") > writes
                    ? throw new InvalidOperationException("away")
                    : Task.CompletedTask;
        }

        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
        World.Shared.Error = null;
    }

    private async Task NextRenewalIsGoodAsync(PlatformReplica replica)
    {
        World.Clock.Advance(TimeSpan.FromHours(2));
        await World.GiveTicketAsync(replica);
        Assert.True(World.IsGood(await replica.TokenAsync(World.Authorizer)));
    }
}
