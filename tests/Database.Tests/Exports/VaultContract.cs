using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Exports;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Tests.Exports;

/// <summary>The vault leaves in a file and comes back, also into the other kind of database.</summary>
public abstract class VaultContract(DatabaseFixture database)
{
    private const int Authorizers = 600;

    private readonly string _platform = $"wx{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(database.Main.Folder.Path, $"{_platform}.txt");

    private string Key => KeyOf(database.Main);

    [Fact]
    public async Task An_exported_vault_comes_back_whole_in_another_database_with_the_same_key()
    {
        await FillAsync();
        await database.Main.Get<VaultExport>().RunAsync(File, tell: null, Token);
        await using var other = new TestDatabase(new DatabaseOptions { Key = Key });
        await other.OpenAsync();

        await other.Get<VaultImport>().RunAsync(File, Token);
        var again = await other.Get<VaultImport>().RunAsync(File, Token);

        Assert.Equal((0, 0), (again.Added, again.Completed));
        var rows = await RowsAsync(other);
        Assert.Equal(Authorizers, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            $"refresh {row.AppId}", other.Access.Cipher.OpenText(SealedFields.RefreshToken(_platform, row.AppId), row.RefreshToken)));
        Assert.Equal([17, 18], rows[0].Functions);
        Assert.Equal(7, rows[0].RefreshVersion);
        Assert.Equal("奶茶店😀", rows[0].NickName);
        Assert.Equal(2, await other.Access.ReadAsync(
            (db, token) => db.AuthorizerTags.CountAsync(row => row.Platform == _platform && row.AppId == rows[0].AppId, token), Token));
    }

    [Fact]
    public async Task What_another_system_had_comes_in_once()
    {
        var record = Guid.CreateVersion7();
        await WriteAsync(
            "wxgw-import-1",
            $$$"""{"authorizer":{"platform":"{{{_platform}}}","appId":"wxnew","kind":"MiniProgram","status":"Authorized","refreshToken":"refresh","functions":[1,18]}}""",
            $$$"""{"ticket":{"platform":"{{{_platform}}}","ticket":"ticket@@@1","receivedAt":1764500000000}}""",
            $$$"""{"record":{"id":"{{{record}}}","receivedAt":1764500000000,"service":"{{{_platform}}}","appId":"wxnew","infoType":"authorized","body":"{\"AuthorizationCode\":\"planted\"}"}}""",
            $$$"""{"record":{"id":"{{{Guid.CreateVersion7()}}}","receivedAt":1764500000000,"service":"{{{_platform}}}","body":"{\"cut"}}""",
            """{"end":4}""");

        var first = await database.Main.Get<VaultImport>().RunAsync(File, Token);
        var second = await database.Main.Get<VaultImport>().RunAsync(File, Token);

        Assert.Equal((1, 1, 2, 0), (first.Added, first.Tickets, first.Records, first.RecordsLeft));
        Assert.Equal((0, 0, 0, 2), (second.Added, second.Tickets, second.Records, second.RecordsLeft));
        Assert.True(AppId.TryParse(_platform, out var platform));
        Assert.Equal("ticket@@@1", (await database.Main.Get<IAuthorizerVault>().ReadTicketAsync(platform, Token))!.Value);
        var found = await database.Main.Get<IRecordStore>().FindAsync(_platform, record, Token);
        Assert.Equal("""{"AuthorizationCode":"***"}""", System.Text.Encoding.UTF8.GetString(RecordBody.Unpack(found!.Body).Span));
    }

    [Theory]
    [InlineData("wxgw-import-1")]
    [InlineData("wxgw-import-1", """{"end":1}""")]
    [InlineData("wxgw-import-1", """{"end":0}""", """{"end":1}""")]
    [InlineData("wxgw-import-1", """{"authorizer":{"platform":"p","appId":"a","kind":"Other","status":"Authorized"}}""")]
    [InlineData("wxgw-import-1", """{"authorizer":{"platf""", """{"end":1}""")]
    [InlineData("wxgw-import-1", """{"authorizer":{"platform":"p"}}""", """{"end":1}""")]
    [InlineData("wxgw-import-1", "null", """{"end":1}""")]
    [InlineData("wxgw-import-2", """{"end":0}""")]
    public async Task Nothing_is_taken_of_a_file_that_is_not_whole(params string[] lines)
    {
        await WriteAsync(lines);

        var thrown = await Assert.ThrowsAsync<FieldUnreadableException>(() => database.Main.Get<VaultImport>().RunAsync(File, Token));

        Assert.DoesNotContain("platf", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_stays_and_a_token_that_is_missing_is_added()
    {
        await FillAsync();
        await database.Main.Get<VaultExport>().RunAsync(File, tell: null, Token);
        var first = (await RowsAsync(database.Main))[0].AppId;
        var second = (await RowsAsync(database.Main))[1].AppId;
        await UpdateAsync(first, token: null);
        await UpdateAsync(second, database.Access.Cipher.Seal(SealedFields.RefreshToken(_platform, second), "a newer one"));

        var result = await database.Main.Get<VaultImport>().RunAsync(File, Token);

        Assert.Equal((0, 1), (result.Added, result.Completed));
        var rows = await RowsAsync(database.Main);
        var cipher = database.Access.Cipher;
        Assert.Equal($"refresh {first}", cipher.OpenText(SealedFields.RefreshToken(_platform, first), rows[0].RefreshToken));
        Assert.Equal("a newer one", cipher.OpenText(SealedFields.RefreshToken(_platform, second), rows[1].RefreshToken));
    }

    [Fact]
    public async Task A_file_that_is_cut_changed_or_of_another_key_is_refused_and_nothing_is_taken()
    {
        await FillAsync();
        await database.Main.Get<VaultExport>().RunAsync(File, tell: null, Token);
        var lines = await System.IO.File.ReadAllLinesAsync(File, Token);
        await using var other = new TestDatabase(new DatabaseOptions { Key = Key });
        await other.OpenAsync();
        await using var foreign = new TestDatabase(new DatabaseOptions { Key = FieldKey.NewBase64() });
        await foreign.OpenAsync();

        await Assert.ThrowsAsync<FieldUnreadableException>(() => foreign.Get<VaultImport>().RunAsync(File, Token));
        foreach (var broken in (string[][])
        [
            [], [lines[0]], lines[..^1], [lines[0], lines[^1]], [lines[0], .. lines[2..]], [lines[0], lines[2], lines[1], .. lines[3..]],
            [.. lines[..^1], lines[^1][..20]], ["something else", .. lines[1..]],
        ])
        {
            await System.IO.File.WriteAllLinesAsync(File, broken, Token);
            await Assert.ThrowsAsync<FieldUnreadableException>(() => other.Get<VaultImport>().RunAsync(File, Token));
        }

        Assert.Empty(await RowsAsync(other));
    }

    [Fact]
    public async Task The_file_has_no_token_in_clear_and_only_its_owner_may_read_it()
    {
        await FillAsync();

        await database.Main.Get<VaultExport>().RunAsync(File, tell: null, Token);

        Assert.DoesNotContain("refresh", await System.IO.File.ReadAllTextAsync(File, Token), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(File).UnixFileMode);
    }

    [Fact]
    public async Task An_export_that_is_asked_for_is_made_behind_its_answer_and_has_no_token_in_clear()
    {
        await using var asked = await AskedAsync();
        await FillAsync(asked);
        var desk = asked.Get<BackupDesk>();
        await desk.StartAsync(Token);
        for (var number = 0; number < 8; number++)
        {
            Assert.Equal(BackupState.Running, (await desk.BeginExportAsync(Token)).Begun?.State);
            await Eventually.HoldsAsync(() => desk.ListExports() is [{ State: BackupState.Done }, ..], "it was made", Token);
            asked.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await desk.StopAsync(Token);
        Assert.Empty(desk.List());
        Assert.Equal(7, desk.ListExports().Count);
        var export = desk.ListExports()[0];
        Assert.Equal(Path.Combine(asked.Folder.Path, "backups", $"vault-{export.Id}.txt"), export.File);
        Assert.Equal((100, new FileInfo(export.File!).Length), (export.Progress, export.Bytes));
        Assert.DoesNotContain("refresh", await System.IO.File.ReadAllTextAsync(export.File!, Token), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(export.File!).UnixFileMode);
        await using var other = new TestDatabase(new DatabaseOptions { Key = KeyOf(asked) });
        await other.OpenAsync();
        Assert.True((await other.Get<VaultImport>().RunAsync(export.File!, Token)).Added >= Authorizers);
        Assert.Contains("stopping", (await desk.BeginExportAsync(Token)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_an_export_is_made_by_any_process_another_is_told_of_it_and_a_backup_is_not_kept_waiting()
    {
        await using var asked = await AskedAsync();
        await using var other = new TestDatabase(asked.Options, asked.Folder.Path);
        await other.OpenAsync();
        using (var order = await other.Get<VaultBackups>().TryOrderAsync(Token))
        {
            var beginning = await asked.Get<BackupDesk>().BeginExportAsync(Token);

            Assert.Equal(BackupFiles.IdOf(order!.At), beginning.Running?.Id);
            Assert.Null(beginning.Begun);
            Assert.Null((await asked.Get<BackupDesk>().BeginAsync(Token)).Running);
        }

        // What was broken off leaves nothing half.
        Assert.Empty(asked.Get<BackupDesk>().ListExports());
    }

    [Fact]
    public async Task How_much_is_written_is_told_page_by_page()
    {
        await FillAsync();
        var told = new List<int>();

        await database.Main.Get<VaultExport>().RunAsync(File, told.Add, Token);

        Assert.True(told.Count > 1);
        Assert.Equal(told.Order(), told);
        Assert.Equal(99, told[^1]);
    }

    [Fact]
    public async Task An_export_that_cannot_be_made_is_a_sentence_that_stays()
    {
        await using var asked = await AskedAsync();
        var desk = asked.Get<BackupDesk>();
        await desk.StartAsync(Token);
        var platform = $"{_platform}broken";
        await asked.Access.WriteAsync(
            (db, token) =>
            {
                db.Authorizers.Add(new AuthorizerRow
                {
                    Platform = platform,
                    AppId = "wx1",
                    Kind = "OfficialAccount",
                    Status = "Authorized",
                    RefreshToken = [1, 2, 3],
                });
                return db.SaveChangesAsync(token);
            },
            Token);
        try
        {
            await desk.BeginExportAsync(Token);
            await Eventually.HoldsAsync(() => desk.ListExports() is [{ State: BackupState.Failed }], "it failed", Token);
        }
        finally
        {
            await asked.Access.WriteAsync(
                (db, token) => db.Authorizers.Where(row => row.Platform == platform).ExecuteDeleteAsync(token), Token);
        }

        await desk.StopAsync(Token);
        Assert.NotEmpty(desk.ListExports()[0].Sentence!);
        Assert.Empty(Directory.GetFiles(Path.Combine(asked.Folder.Path, "backups"), "*.unfinished"));
        Assert.Empty(Directory.GetFiles(Path.Combine(asked.Folder.Path, "backups"), "vault-*.txt"));
    }

    [Fact]
    public async Task Where_no_database_is_in_use_there_is_no_vault()
    {
        await using var unused = new TestDatabase(database.Another().Options);

        var beginning = await unused.Get<BackupDesk>().BeginExportAsync(Token);

        Assert.Contains("no vault", beginning.Refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(unused.Folder.Path, "backups")));
    }

    // A gateway with the database and a data folder of its own; for SQLite that is another database.
    private async Task<TestDatabase> AskedAsync()
    {
        var asked = new TestDatabase(database.Another().Options);
        await asked.OpenAsync();
        return asked;
    }

    private static string KeyOf(TestDatabase of) => of.Options.Key ?? System.IO.File.ReadAllText(of.Folder.KeyFile).Trim();

    private Task FillAsync() => FillAsync(database.Main);

    private async Task FillAsync(TestDatabase of)
        => await of.Access.WriteAsync(
            (db, token) =>
            {
                var ids = Enumerable.Range(0, Authorizers).Select(number => $"wx{number:D4}").ToList();
                db.Authorizers.AddRange(ids.Select(appId => new AuthorizerRow
                {
                    Platform = _platform,
                    AppId = appId,
                    Kind = "OfficialAccount",
                    Status = "Authorized",
                    NickName = "奶茶店😀",
                    Functions = [17, 18],
                    RefreshVersion = 7,
                    RefreshToken = db.Cipher.Seal(SealedFields.RefreshToken(_platform, appId), $"refresh {appId}"),
                }));
                db.AuthorizerTags.AddRange(
                    new AuthorizerTagRow { Platform = _platform, AppId = ids[0], Tag = "a" },
                    new AuthorizerTagRow { Platform = _platform, AppId = ids[0], Tag = "b" });
                return db.SaveChangesAsync(token);
            },
            Token);

    private async Task<List<AuthorizerRow>> RowsAsync(TestDatabase of)
        => await of.Access.ReadAsync(
            (db, token) => db.Authorizers.AsNoTracking().Where(row => row.Platform == _platform).OrderBy(row => row.AppId)
                .ToListAsync(token),
            Token);

    private Task WriteAsync(params string[] lines)
        => System.IO.File.WriteAllTextAsync(File, string.Join('\n', lines) + "\n", Token);

    private async Task UpdateAsync(string appId, byte[]? token)
        => await database.Access.WriteAsync(
            (db, within) => db.Authorizers.Where(row => row.Platform == _platform && row.AppId == appId)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.RefreshToken, token), within),
            Token);
}
