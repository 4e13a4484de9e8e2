using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;

namespace WxYarpGateway.Platform.Sync;

/// <summary>Compares a platform's authorizers with WeChat's list, and brings them up to date.</summary>
/// <remarks>
/// A pass is complete when it has seen as many different accounts as WeChat's last count says; the list may change between two pages, so a
/// pass that is not is repeated. Accounts that a complete pass did not see are asked for one by one: only WeChat's own "not authorized"
/// ends one.
/// </remarks>
internal sealed partial class AuthorizerSync(
    PlatformApi api,
    IComparedAuthorizers rows,
    ISyncRuns runs,
    AuthorizerInquiry inquiry,
    AuthorizerChanges changes,
    TimeProvider clock,
    ILogger<AuthorizerSync> logger)
{
    private const int MostPasses = 3;
    private const int MostInquiries = 4;

    // So often a long run tells how far it is.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Returns the last run, or the one that is under way; <see langword="null"/> for none.</summary>
    public async ValueTask<SyncRun?> LastAsync(AppId component, CancellationToken cancellationToken)
        => SyncRun.Read(await runs.ReadAsync(component, cancellationToken));

    /// <summary>Begins a run, unless one is under way on any replica.</summary>
    /// <returns>The run under way, and the new one's book when this replica has to carry it out.</returns>
    public async ValueTask<(SyncRun Run, SyncBook? Book)> BeginAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (seen, now) = (await runs.ReadAsync(platform.AppId, cancellationToken), clock.GetUtcNow());
            if (SyncRun.Read(seen) is { } current && current.IsRunning(now))
            {
                return (current, null);
            }

            var run = new SyncRun { Id = Guid.CreateVersion7(now).ToString("N"), StartedAt = now, HeldUntil = now + SyncRun.Lease };
            if (await runs.TryReplaceAsync(platform.AppId, seen, run.Write(), cancellationToken))
            {
                return (run, new SyncBook(run, runs, platform.AppId, clock, SyncRun.Lease, Interval));
            }
        }
    }

    /// <summary>Carries a run out. It does not fail: the run's state says how it ended.</summary>
    public async Task RunAsync(WeChatPlatform platform, SyncBook begun, CancellationToken cancellationToken)
    {
        using var book = begun;
        try
        {
            await CompareAsync(platform, book, cancellationToken);
        }
        catch (SyncLostException)
        {
            Log.Lost(logger, platform.Name);
            return;
        }
        catch (AuthorizersUnavailableException e)
        {
            book.Fail(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            book.Fail("The gateway is stopping.");
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, platform.Name);
            book.Fail("The comparison failed unexpectedly; the log has the details.");
        }

        await book.EndAsync(CancellationToken.None);
        var run = book.Run;
        Log.Ended(logger, platform.Name, run.Status, run.Seen, run.Total, run.Added, run.Updated, run.Ended, run.Failed, run.Error);
    }

    private async Task CompareAsync(WeChatPlatform platform, SyncBook book, CancellationToken cancellationToken)
    {
        for (var pass = 1; ; pass++)
        {
            var (isComplete, error) = await PassAsync(platform, book, MarkOf(book, pass), cancellationToken);
            if (error is not null)
            {
                book.Fail(error.Message);
                return;
            }

            if (isComplete)
            {
                await AskForUnseenAsync(platform, book, MarkOf(book, pass), cancellationToken);
                book.Complete();
                return;
            }

            if (pass == MostPasses)
            {
                book.LeaveIncomplete();
                return;
            }

            Log.Repeating(logger, platform.Name, book.Run.Seen, book.Run.Total);
        }
    }

    // An account that was on the list in the first pass may have left it before the one that counts.
    private static string MarkOf(SyncBook book, int pass) => pass == 1 ? book.Run.Id : $"{book.Run.Id}-{pass}";

    private async Task<(bool IsComplete, WeChatError? Error)> PassAsync(
        WeChatPlatform platform, SyncBook book, string mark, CancellationToken cancellationToken)
    {
        var seen = new HashSet<AppId>();
        var offset = 0;
        while (true)
        {
            var answer = await api.AuthorizerListAsync(platform.Account, offset, PlatformApi.LargestPage, cancellationToken);
            if (!answer.TryGet(out var page, out var error))
            {
                return (false, error);
            }

            seen.UnionWith(page.Authorizers.Select(listed => listed.AppId));
            await book.SeenAsync(seen.Count, page.Total, cancellationToken);
            if (page.Authorizers.Count > 0)
            {
                var changed = await rows.CompareAsync(platform.AppId, page.Authorizers, mark, cancellationToken);
                await AskAsync(platform, book, changed, cancellationToken);
            }

            offset += PlatformApi.LargestPage;
            if (page.Authorizers.Count == 0 || offset >= page.Total)
            {
                return (seen.Count >= page.Total, null);
            }
        }
    }

    private async Task AskAsync(
        WeChatPlatform platform, SyncBook book, IReadOnlyList<ListedChange> changed, CancellationToken cancellationToken)
    {
        book.Add(changed.Count(one => one.IsNew));
        await Parallel.ForEachAsync(changed, Options(cancellationToken), async (one, token) =>
        {
            if (one.IsNew)
            {
                // Known from now on, whatever WeChat says of it.
                await changes.PublishAsync(platform.AppId, one.AppId, token);
            }

            book.Count(await inquiry.AskAsync(platform, one.AppId, InquiryReason.Listed, token));
            await book.TellAsync(token);
        });
    }

    private async Task AskForUnseenAsync(WeChatPlatform platform, SyncBook book, string mark, CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var unseen = await rows.UnseenAsync(
                platform.AppId, mark, book.Run.StartedAt, after, PlatformApi.LargestPage, cancellationToken);
            if (unseen.Count == 0)
            {
                return;
            }

            await Parallel.ForEachAsync(unseen, Options(cancellationToken), async (appId, token) =>
            {
                book.Count(await inquiry.AskAsync(platform, appId, InquiryReason.Unseen, token));
                await book.TellAsync(token);
            });
            after = unseen[^1].Value;
        }
    }

    private static ParallelOptions Options(CancellationToken cancellationToken)
        => new() { MaxDegreeOfParallelism = MostInquiries, CancellationToken = cancellationToken };

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Compared the authorizers of platform '{Platform}' with WeChat's list: '{Status}', '{Seen}' of '{Total}' seen, '{Added}' added, "
            + "'{Updated}' brought up to date, '{EndedCount}' ended, '{Failed}' failed. '{Error}'",
            EventName = "Ended")]
        public static partial void Ended(
            ILogger logger, string platform, SyncStatus status, int seen, int total, int added, int updated, int endedCount, int failed,
            string error);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "WeChat's list of the authorizers of platform '{Platform}' had '{Seen}' of '{Total}' accounts; it may have changed between two "
            + "pages. Reading it again.",
            EventName = "Repeating")]
        public static partial void Repeating(ILogger logger, string platform, int seen, int total);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "Another replica has taken over the comparison of platform '{Platform}' with WeChat's list; leaving it to that one.",
            EventName = "Lost")]
        public static partial void Lost(ILogger logger, string platform);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The comparison of platform '{Platform}' with WeChat's list failed unexpectedly; it is tried again within a minute.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string platform);
    }
}
