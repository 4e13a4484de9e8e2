using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Pages;
using WxYarpGateway.Console.Tests.Fixtures;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Console.Tests.Access;

/// <summary>What signing in promises, on each database. Tests of one class share it, so each takes names of its own.</summary>
public abstract class AccessContract(AccessFixture database)
{
    private const string Wrong = "Name, password or code is wrong.";
    private const string Locked = "Too many failures.";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_session_every_page_leads_to_sign_in()
    {
        await using var console = await database.StartAsync();
        using var visitor = console.Open();

        foreach (var page in PageCatalog.Pages.Select(page => page.Path).Append("/profile").Append("/no-such-page"))
        {
            using var answer = await visitor.GetAsync(page);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
        }
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/records/shop/1/2")]
    public async Task An_address_without_a_page_says_so(string path)
    {
        await using var console = await database.StartAsync();
        var name = $"lost-{path.Length}";
        await console.AddAsync(name, Roles.Viewer);
        using var visitor = console.Open();
        await visitor.SignInAsync(name, ConsoleStage.Password);

        using var answer = await visitor.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("</html>", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_opens_the_console_with_a_strict_cookie()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("ann", Roles.Viewer);
        using var visitor = console.Open();

        var (answer, _) = await visitor.SignInAsync("ann", ConsoleStage.Password);

        Assert.Equal("/", answer.Headers.Location!.OriginalString.Replace(console.Url.AbsoluteUri, "/", StringComparison.Ordinal));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), set => set.StartsWith("wxgw=", StringComparison.Ordinal));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(await visitor.IsInAsync());
        Assert.False(await visitor.IsInAsync("/accounts"));
    }

    [Fact]
    public async Task Unknown_names_and_wrong_passwords_get_the_same_answer()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("bob", Roles.Viewer);
        using var visitor = console.Open();

        var (_, wrong) = await visitor.SignInAsync("bob", "not the password at all");
        var (_, unknown) = await visitor.SignInAsync("nobody at all", "not the password at all");
        var (_, tooLong) = await visitor.SignInAsync("bob", new string('x', 4000));

        Assert.All([wrong, unknown, tooLong], text => Assert.Contains(Wrong, text, StringComparison.Ordinal));
        Assert.Equal(Shape(wrong), Shape(unknown));

        string Shape(string text) => text.Replace("bob", "", StringComparison.Ordinal)
            .Replace("nobody at all", "", StringComparison.Ordinal)
            .Split("<main")[1].Split("__RequestVerificationToken")[0];
    }

    [Fact]
    public async Task Unknown_names_take_the_same_way_as_known_ones()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("ben", Roles.Viewer);
        await console.AddAsync("ben revoked", Roles.Viewer);
        await console.AddAsync("ben reset", Roles.Viewer);
        var care = console.Services.GetRequiredService<AccountCare>();
        await care.RevokeAsync("ben revoked", mayBeLast: false, Cancelled);
        await care.ResetAsync("ben reset", Cancelled);
        var (check, hasher) = (console.Services.GetRequiredService<SignInCheck>(), console.Services.GetRequiredService<CountedHasher>());

        foreach (var name in new[] { "ben nobody", "ben", "ben revoked", "ben reset" })
        {
            foreach (var password in new[] { "not the password at all", ConsoleStage.Password + "!", "", new string('x', 4000) })
            {
                var before = hasher.Counts;

                Assert.Equal("Wrong", (await check.CheckAsync(name, password, "000000", null, Cancelled)).Problem);

                // One hash is verified, and none is made: anything else would tell the names by the time.
                Assert.Equal((before.Hashed, before.Verified + 1), hasher.Counts);
            }
        }
    }

    [Fact]
    public async Task Of_a_hundred_tries_at_once_five_are_looked_at()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("carl", Roles.Viewer);
        var check = console.Services.GetRequiredService<SignInCheck>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => check.CheckAsync(
            number % 2 == 0 ? "carl" : "CARL ", $"wrong password {number}", null, IPAddress.Parse($"10.1.0.{number}"), Cancelled)));

        Assert.Equal(5, answers.Count(answer => answer.Problem == "Wrong"));
        Assert.Equal(95, answers.Count(answer => answer.Problem == "Locked"));
        Assert.Equal("Locked", (await check.CheckAsync("carl", ConsoleStage.Password, null, null, Cancelled)).Problem);
    }

    [Fact]
    public async Task A_name_is_locked_for_a_minute_then_for_twice_as_long_and_success_begins_anew()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 23, 58, 30, TimeSpan.Zero));
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("dora", Roles.Viewer);
        var check = console.Services.GetRequiredService<SignInCheck>();

        Assert.Equal(["Wrong", "Wrong", "Wrong", "Wrong", "Wrong", "Locked"], await TryAsync(6));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["Locked"], await TryAsync(1));

        // Over midnight: the day does not matter.
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["Wrong", "Locked"], await TryAsync(2));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(["Locked"], await TryAsync(1));
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.NotNull((await check.CheckAsync("dora", ConsoleStage.Password, null, null, Cancelled)).Account);
        Assert.Equal(["Wrong", "Wrong", "Wrong", "Wrong", "Wrong", "Locked"], await TryAsync(6));

        async Task<List<string?>> TryAsync(int times)
        {
            var problems = new List<string?>();
            for (var time = 0; time < times; time++)
            {
                problems.Add((await check.CheckAsync("dora", "wrong wrong wrong", null, null, Cancelled)).Problem);
            }

            return problems;
        }
    }

    [Fact]
    public async Task Eleven_bad_logins_of_ten_people_behind_one_proxy_lock_out_nobody()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("emil", Roles.Viewer);
        using var visitor = console.Open();
        for (var number = 0; number < 11; number++)
        {
            await visitor.SignInAsync($"person {number % 10}", "wrong wrong wrong");
        }

        await visitor.SignInAsync("emil", ConsoleStage.Password);

        Assert.True(await visitor.IsInAsync());
    }

    [Fact]
    public async Task An_address_has_fifty_failures_an_hour_and_others_have_their_own()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 23, 30, 0, TimeSpan.Zero));
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("fay", Roles.Viewer);
        var check = console.Services.GetRequiredService<SignInCheck>();
        var from = IPAddress.Parse("2001:db8::1");
        for (var number = 0; number < 50; number++)
        {
            Assert.Equal("Wrong", (await check.CheckAsync($"fay {number}", "wrong wrong wrong", null, from, Cancelled)).Problem);
        }

        // Who has one address has the rest of its network too.
        Assert.Equal("Locked", (await check.CheckAsync("fay", "-", null, IPAddress.Parse("2001:db8::2"), Cancelled)).Problem);
        Assert.NotNull((await check.CheckAsync("fay", ConsoleStage.Password, null, IPAddress.Parse("2001:db9::1"), Cancelled)).Account);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("Locked", (await check.CheckAsync("fay", ConsoleStage.Password, null, from, Cancelled)).Problem);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await check.CheckAsync("fay", ConsoleStage.Password, null, from, Cancelled)).Account);
    }

    [Fact]
    public async Task The_page_says_until_when_a_name_is_locked()
    {
        await using var console = await database.StartAsync();
        using var visitor = console.Open();
        for (var time = 0; time < 5; time++)
        {
            await visitor.SignInAsync("gus who is not there", "wrong wrong wrong");
        }

        var (_, text) = await visitor.SignInAsync("gus who is not there", "wrong wrong wrong");

        Assert.Contains(Locked, text, StringComparison.Ordinal);
        Assert.Null(visitor.Cookies.GetCookies(console.Url)["wxgw"]);
    }

    [Fact]
    public async Task A_session_ends_after_eight_idle_hours_and_after_a_day()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("hal", Roles.Viewer);
        using var idle = console.Open();
        using var busy = console.Open();
        await idle.SignInAsync("hal", ConsoleStage.Password);
        await busy.SignInAsync("hal", ConsoleStage.Password);
        for (var step = 0; step < 3; step++)
        {
            clock.Advance(TimeSpan.FromHours(7.9));
            Assert.True(await busy.IsInAsync());
        }

        Assert.False(await idle.IsInAsync());
        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await busy.IsInAsync());
    }

    [Theory]
    [InlineData("password")]
    [InlineData("role")]
    [InlineData("revoke")]
    [InlineData("reset")]
    [InlineData("remove")]
    [InlineData("sign-out")]
    public async Task No_cookie_outlives(string change)
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("ida " + change, Roles.Viewer);
        await console.AddAsync("root " + change, Roles.Admin);
        using var visitor = console.Open();
        await visitor.SignInAsync("ida " + change, ConsoleStage.Password);
        Assert.True(await visitor.IsInAsync());
        var cookie = visitor.Cookies.GetCookies(console.Url)["wxgw"]!.Value;
        var care = console.Services.GetRequiredService<AccountCare>();

        switch (change)
        {
            case "password":
                await using (var open = console.Services.GetRequiredService<AccessDatabases>().Open())
                {
                    var id = await open.Users.Where(user => user.UserName == "ida password").Select(user => user.Id).SingleAsync(Cancelled);
                    Assert.Equal("WrongPassword", await care.ChangePasswordAsync(id, "not the old one", "another password 1", Cancelled));
                    Assert.True(await visitor.IsInAsync());
                    Assert.Null(await care.ChangePasswordAsync(id, ConsoleStage.Password, "another password 1", Cancelled));
                }

                break;
            case "role":
                Assert.Null(await care.SetRoleAsync("ida role", Roles.Operator, Cancelled));
                break;
            case "revoke":
                Assert.Null(await care.RevokeAsync("ida revoke", mayBeLast: false, Cancelled));
                break;
            case "reset":
                Assert.Null((await care.ResetAsync("ida reset", Cancelled)).Problem);
                break;
            case "remove":
                Assert.Null(await care.RemoveAsync("ida remove", Cancelled));
                break;
            default:
                using (var page = await visitor.GetAsync("/sign-in"))
                {
                    var text = await page.Content.ReadAsStringAsync(Cancelled);
                    var token = text.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
                    var (answer, _) = await visitor.PostAsync("/sign-out", ("__RequestVerificationToken", token));
                    Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                }

                break;
        }

        using var thief = console.Open();
        thief.Headers.Add("Cookie", $"wxgw={cookie}");
        Assert.False(await thief.IsInAsync());
    }

    [Fact]
    public async Task A_revoked_account_signs_in_no_more_until_it_is_reset()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("jan", Roles.Viewer);
        await console.AddAsync("jans admin", Roles.Admin);
        var (care, check) = (console.Services.GetRequiredService<AccountCare>(), console.Services.GetRequiredService<SignInCheck>());
        await care.RevokeAsync("jan", mayBeLast: false, Cancelled);

        Assert.Equal("Wrong", (await check.CheckAsync("jan", ConsoleStage.Password, null, null, Cancelled)).Problem);
        var (_, link) = await care.ResetAsync("jan", Cancelled);
        Assert.Null((await care.SetPasswordAsync(link!.Fragment[1..], "quite another one", Cancelled)).Problem);
        Assert.NotNull((await check.CheckAsync("jan", "quite another one", null, null, Cancelled)).Account);
    }

    [Fact]
    public async Task A_link_sets_a_password_once()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var console = await database.StartAsync(clock);
        var care = console.Services.GetRequiredService<AccountCare>();
        var (_, first) = await care.AddAsync("kim", Roles.Viewer, Cancelled);
        var (_, second) = await care.ResetAsync("kim", Cancelled);

        // Of two links, the newer one is good.
        Assert.Equal("LinkOver", (await care.SetPasswordAsync(first!.Fragment[1..], ConsoleStage.Password, Cancelled)).Problem);
        Assert.Equal("PasswordCommon", (await care.SetPasswordAsync(second!.Fragment[1..], "123456789012", Cancelled)).Problem);
        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => care.SetPasswordAsync(second.Fragment[1..], ConsoleStage.Password, Cancelled))));
        Assert.Single(used, answer => answer.Problem is null);

        var (_, late) = await care.ResetAsync("kim", Cancelled);
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("LinkOver", (await care.SetPasswordAsync(late!.Fragment[1..], ConsoleStage.Password, Cancelled)).Problem);
    }

    [Fact]
    public async Task A_code_of_an_authenticator_is_good_once_and_so_is_a_recovery_code()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("lea", Roles.Viewer);
        var (two, check) = (console.Services.GetRequiredService<TwoFactorCare>(), console.Services.GetRequiredService<SignInCheck>());
        await using var open = console.Services.GetRequiredService<AccessDatabases>().Open();
        var id = await open.Users.Where(user => user.UserName == "lea").Select(user => user.Id).SingleAsync(Cancelled);
        var key = Authenticator.NewKey();
        Assert.Equal("WrongPassword", (await two.SwitchOnAsync(id, "-", key, Code(), Cancelled)).Problem);
        Assert.Equal("WrongCode", (await two.SwitchOnAsync(id, ConsoleStage.Password, key, "000000x", Cancelled)).Problem);
        var (problem, recovery) = await two.SwitchOnAsync(id, ConsoleStage.Password, key, Code(), Cancelled);
        Assert.Null(problem);
        Assert.Equal(10, recovery.Count);

        Assert.Null(await SignInAsync(null));
        Assert.Null(await SignInAsync(Code()));
        clock.Advance(TimeSpan.FromSeconds(60));
        var code = Code();
        var both = await Task.WhenAll(SignInAsync(code), SignInAsync(code));
        Assert.Single(both, account => account is not null);
        Assert.Null(await SignInAsync(code));
        Assert.NotNull(await SignInAsync(recovery[0]));
        Assert.Null(await SignInAsync(recovery[0]));
        Assert.Equal((true, 9), await two.ReadAsync(id));

        // Neither the key nor a recovery code is in the database as it is.
        var tokens = await open.UserTokens.Where(token => token.UserId == id).Select(token => token.Value!).ToListAsync(Cancelled);
        Assert.Equal(2, tokens.Count);
        Assert.DoesNotContain(tokens, token => token.Contains(key, StringComparison.Ordinal)
            || recovery.Any(one => token.Contains(one, StringComparison.Ordinal)));
        var keys = await open.DataProtectionKeys.Select(one => one.Xml!).ToListAsync(Cancelled);
        Assert.All(keys, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));

        Assert.Equal("WrongPassword", await two.SwitchOffAsync(id, "-", Cancelled));
        Assert.Null(await two.SwitchOffAsync(id, ConsoleStage.Password, Cancelled));
        Assert.NotNull(await SignInAsync(null));

        string Code() => Authenticator.Code(key, clock.GetUtcNow());

        async Task<Account?> SignInAsync(string? given)
            => (await check.CheckAsync("lea", ConsoleStage.Password, given, null, Cancelled)).Account;
    }

    [Fact]
    public async Task An_open_session_lets_nobody_guess_the_password()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
        await using var console = await database.StartAsync(clock);
        await console.AddAsync("uma", Roles.Viewer);
        var (care, two) = (console.Services.GetRequiredService<AccountCare>(), console.Services.GetRequiredService<TwoFactorCare>());
        await using var open = console.Services.GetRequiredService<AccessDatabases>().Open();
        var id = await open.Users.Where(user => user.UserName == "uma").Select(user => user.Id).SingleAsync(Cancelled);

        // All places that ask for it count together, and several at once no less.
        var wrong = await Task.WhenAll(
            ChangeAsync("guess"),
            ChangeAsync("guess"),
            SwitchOnAsync("guess"),
            two.SwitchOffAsync(id, "guess", Cancelled),
            ChangeAsync(""));
        Assert.All(wrong, problem => Assert.Equal("WrongPassword", problem));
        Assert.Equal("TooOften", await ChangeAsync(ConsoleStage.Password));
        Assert.Equal("TooOften", await SwitchOnAsync(ConsoleStage.Password));
        Assert.Equal("TooOften", await two.SwitchOffAsync(id, ConsoleStage.Password, Cancelled));

        // The owner can sign in meanwhile.
        var check = console.Services.GetRequiredService<SignInCheck>();
        Assert.NotNull((await check.CheckAsync("uma", ConsoleStage.Password, null, null, Cancelled)).Account);

        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await ChangeAsync(ConsoleStage.Password));

        Task<string?> ChangeAsync(string present)
            => care.ChangePasswordAsync(id, present, "another long passphrase 7", Cancelled);

        async Task<string?> SwitchOnAsync(string present)
            => (await two.SwitchOnAsync(id, present, Authenticator.NewKey(), "000000", Cancelled)).Problem;
    }

    [Fact]
    public async Task The_last_admin_stays_one()
    {
        await using var console = await database.StartAsync(folder: Directory.CreateTempSubdirectory("console-").FullName);
        var care = console.Services.GetRequiredService<AccountCare>();
        foreach (var other in await care.ListAsync(Cancelled))
        {
            await care.RevokeAsync(other.Name, mayBeLast: true, Cancelled);
        }

        await console.AddAsync("max", Roles.Admin);

        Assert.Equal("LastAdmin", await care.SetRoleAsync("max", Roles.Viewer, Cancelled));
        Assert.Equal("LastAdmin", await care.RevokeAsync("max", mayBeLast: false, Cancelled));
        Assert.Equal("LastAdmin", await care.RemoveAsync("max", Cancelled));
        await console.AddAsync("mia", Roles.Admin);
        Assert.Null(await care.RemoveAsync("max", Cancelled));
    }

    [Fact]
    public async Task Signing_in_is_in_the_audit_log_and_no_secret_is_in_any_log()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("nils", Roles.Operator);
        using var visitor = console.Open();
        await visitor.SignInAsync("nils", "planted wrong password");
        await visitor.SignInAsync("nils", ConsoleStage.Password);

        var entry = Assert.Single(
            await console.Services.GetRequiredService<AuditStore>().ListAsync("nils", "sign-in", null, 10, Cancelled));

        Assert.Equal("127.0.0.1", entry.From);
        var cookie = visitor.Cookies.GetCookies(console.Url)["wxgw"]!.Value;
        Assert.All(
            [ConsoleStage.Password, "planted wrong password", cookie],
            secret => Assert.DoesNotContain(secret, console.Logs.Text, StringComparison.Ordinal));
    }
}
