using WxYarpGateway.Database.Imports;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Brings users and waiting messages of mpapi's (mapleque/mpapi) into the gateway's database, some hundred at a time.</summary>
/// <param name="tables">mpapi's tables.</param>
/// <param name="times">Reads times.</param>
/// <param name="gateway">The gateway's database.</param>
/// <param name="problems">Gets the rows that are not taken.</param>
/// <param name="now">The time.</param>
/// <param name="onlyApp">The only mini program to take; empty for all.</param>
internal sealed class MpapiImport(
    MpapiTables tables, RowTimes times, UserImport gateway, RowProblems problems, DateTimeOffset now, string onlyApp)
{
    // As many as the gateway lets a user order.
    private const int MostWaiting = 1000;
    private const string Source = "mpapi";

    /// <summary>Gets what became of the users and messages so far.</summary>
    public ImportCounts Counts { get; } = new();

    /// <summary>Runs the import.</summary>
    /// <returns>Why it cannot be run; <see langword="null"/> when it was.</returns>
    public async Task<string?> RunAsync(bool isWritten, CancellationToken cancellationToken)
    {
        if (await tables.HighestAsync(MpapiTables.User, cancellationToken) is not { } highestUser)
        {
            return "The database has no table user. Is it mpapi's?";
        }

        var doubles = await tables.DoublesAsync(cancellationToken);
        if (doubles.Count > MpapiTables.MostDoubles)
        {
            return $"More than {MpapiTables.MostDoubles} openids stand in the table user more than once. Is it mpapi's?";
        }

        var highestNotice = await tables.HighestAsync(MpapiTables.Notify, cancellationToken) ?? 0;
        var run = await gateway.BeginAsync(Source, highestUser, highestNotice, isWritten, cancellationToken);
        var users = new UserRows(tables, times, doubles.Select(row => (row.Text("appid"), row.Text("openid"))).ToHashSet(), onlyApp);
        await foreach (var page in tables.UsersAsync(cancellationToken))
        {
            await TakeUsersAsync(run, await users.ReadAsync(page, cancellationToken), cancellationToken);
        }

        if (highestNotice > 0)
        {
            var notices = new NoticeRows(tables, users, times, now, onlyApp);
            await foreach (var page in tables.NoticesAsync(cancellationToken))
            {
                await TakeNoticesAsync(run, await notices.ReadAsync(page, cancellationToken), isWritten, cancellationToken);
            }
        }

        return null;
    }

    private async Task TakeUsersAsync(
        UserImport.Run run, IReadOnlyList<(long Id, ImportedUser? User, RowProblem? Problem)> read, CancellationToken cancellationToken)
    {
        foreach (var problem in read.Select(one => one.Problem).OfType<RowProblem>())
        {
            problems.Add(problem);
        }

        ImportedUser[] users = [.. read.Select(one => one.User).OfType<ImportedUser>()];
        if (users.Length > 0)
        {
            Counts.Add(await run.TakeAsync(users, cancellationToken));
        }
    }

    private async Task TakeNoticesAsync(
        UserImport.Run run,
        IReadOnlyList<(ImportedNotice? Notice, RowProblem? Problem)> read,
        bool isWritten,
        CancellationToken cancellationToken)
    {
        foreach (var problem in read.Select(one => one.Problem).OfType<RowProblem>())
        {
            problems.Add(problem);
        }

        ImportedNotice[] notices = [.. read.Select(one => one.Notice).OfType<ImportedNotice>()];
        if (notices.Length == 0)
        {
            return;
        }

        var taken = await run.TakeAsync(notices, MostWaiting, cancellationToken);
        foreach (var id in taken.TooMany)
        {
            problems.Add(new RowProblem(MpapiTables.Notify, id, $"{MostWaiting} messages of its user wait already"));
        }

        // A run that does not write has added no users, and each of these would have been.
        foreach (var id in isWritten ? taken.NoUser : [])
        {
            problems.Add(new RowProblem(MpapiTables.Notify, id, "its user was erased meanwhile"));
        }

        Counts.Add(taken, isWritten ? 0 : taken.NoUser.Count);
    }
}
