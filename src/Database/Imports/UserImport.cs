using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;

namespace WxYarpGateway.Database.Imports;

/// <summary>
/// Takes the users of mini programs that another system kept, with the messages it was to send them. What is there already stays: a run
/// adds what is not there, so it may be broken off and run again.
/// </summary>
public sealed class UserImport
{
    private const int Tries = 3;

    private readonly DatabaseAccess _access;
    private readonly TimeProvider _clock;

    internal UserImport(DatabaseAccess access, TimeProvider clock)
    {
        _access = access;
        _clock = clock;
    }

    /// <summary>Begins a run.</summary>
    /// <param name="source">The other system's name: each has ids of its own.</param>
    /// <param name="highestUser">The highest id of its users.</param>
    /// <param name="highestNotice">The highest id of its messages.</param>
    /// <param name="isWritten">Whether the run writes; else it tells what it would do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DatabaseUnavailableException">The database is away, or lacks migrations.</exception>
    public async Task<Run> BeginAsync(
        string source, long highestUser, long highestNotice, bool isWritten, CancellationToken cancellationToken)
    {
        if (await _access.OpenAsIsAsync(cancellationToken) is { Status: not DatabaseStatus.Ready, Problem: var problem })
        {
            throw new DatabaseUnavailableException(problem!.TrimEnd('.'));
        }

        var (users, notices) = await _access.WriteAsync(
            (database, within) => IdReservation.RunAsync(database, source, highestUser, highestNotice, isWritten, within),
            cancellationToken);
        return new Run(_access, _clock, users, notices, isWritten);
    }

    /// <summary>One run of an import. Call it with some hundred rows at a time.</summary>
    public sealed class Run
    {
        private readonly DatabaseAccess _access;
        private readonly TimeProvider _clock;
        private readonly IdRanges _users;
        private readonly IdRanges _notices;
        private readonly bool _isWritten;

        internal Run(DatabaseAccess access, TimeProvider clock, IdRanges users, IdRanges notices, bool isWritten)
        {
            _access = access;
            _clock = clock;
            _users = users;
            _notices = notices;
            _isWritten = isWritten;
        }

        /// <summary>Takes users, each with all that belongs to it, or none of them.</summary>
        /// <param name="users">The users; no two have the same openid.</param>
        /// <param name="cancellationToken">Ends the work; the users are taken or not.</param>
        public Task<ImportedUsers> TakeAsync(IReadOnlyList<ImportedUser> users, CancellationToken cancellationToken)
            => RunAsync(
                (database, within) => UserTaking.RunAsync(
                    database, users, _users, _clock.GetUtcNow().ToUnixTimeMilliseconds(), _isWritten, within),
                cancellationToken);

        /// <summary>Takes messages.</summary>
        /// <param name="notices">The messages. In a run that does not write, their users may be missing.</param>
        /// <param name="mostWaiting">How many of a user may wait.</param>
        /// <param name="cancellationToken">Ends the work; the messages are taken or not.</param>
        public Task<ImportedNotices> TakeAsync(
            IReadOnlyList<ImportedNotice> notices, int mostWaiting, CancellationToken cancellationToken)
            => RunAsync(
                (database, within) => NoticeAdding.RunAsync(database, notices, _notices, mostWaiting, _isWritten, within),
                cancellationToken);

        private async Task<T> RunAsync<T>(Func<GatewayDatabase, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
        {
            for (var left = Tries; ; left--)
            {
                try
                {
                    return _isWritten ? await _access.WriteAsync(run, cancellationToken) : await _access.ReadAsync(run, cancellationToken);
                }
                catch (DbUpdateException) when (left > 1)
                {
                    // Somebody logged in between the look and the write: look again.
                }
            }
        }
    }
}
