using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>Remembers sessions in this process for half a minute, so that a busy phone costs the database nothing.</summary>
/// <remarks>
/// There are two generations. A new one is begun when the last is half a minute old, or full, and the one before is dropped as a whole.
/// A session that is dropped by news while it is being read is not remembered: what was read may be old.
/// </remarks>
internal sealed class SessionCache(TimeProvider clock)
{
    /// <summary>How long a session is remembered. With the store's channel down, a revoked session lives as long.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>The most sessions of a generation: some 60 MiB.</summary>
    internal const int Most = 50_000;

    private readonly Lock _rotation = new();
    private volatile Generation _current = new(clock.GetTimestamp());
    private volatile Generation _previous = new(clock.GetTimestamp());
    private long _version;

    /// <summary>Gets the number that every drop changes.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Finds a session that has not ended.</summary>
    public bool TryGet(TokenDigest digest, [NotNullWhen(true)] out UserSession? session)
    {
        session = (_current.Find(digest) ?? _previous.Find(digest)) is { } remembered && clock.GetTimestamp() < remembered.Until
            ? remembered.Session
            : null;
        return session is not null;
    }

    /// <summary>Remembers a session, unless one was dropped since it began to be read.</summary>
    /// <param name="session">The session.</param>
    /// <param name="version"><see cref="Version"/> before it was read.</param>
    public void Add(UserSession session, long version)
    {
        if (Version != version)
        {
            return;
        }

        var now = clock.GetTimestamp();
        var left = session.ExpiresAt - clock.GetUtcNow();
        var life = left < Life ? left : Life;
        CurrentAt(now).Set(session.Digest, new Remembered(session, now + (long)(life.TotalSeconds * clock.TimestampFrequency)));
        if (Version != version)
        {
            Drop(session.Digest);
        }
    }

    /// <summary>Drops a session.</summary>
    public void Drop(TokenDigest digest)
    {
        Interlocked.Increment(ref _version);
        _current.Remove(digest);
        _previous.Remove(digest);
    }

    /// <summary>Drops the sessions of a condition.</summary>
    public void Drop(Func<UserSession, bool> condition)
    {
        Interlocked.Increment(ref _version);
        _current.Remove(condition);
        _previous.Remove(condition);
    }

    private Generation CurrentAt(long now)
    {
        var current = _current;
        if (!IsOver(current))
        {
            return current;
        }

        lock (_rotation)
        {
            if (IsOver(_current))
            {
                _previous = _current;
                _current = new Generation(now);
            }

            return _current;
        }

        bool IsOver(Generation generation) => generation.Count >= Most || clock.GetElapsedTime(generation.BegunAt, now) >= Life;
    }

    private sealed record Remembered(UserSession Session, long Until);

    private sealed class Generation(long begunAt)
    {
        private readonly ConcurrentDictionary<TokenDigest, Remembered> _sessions = new();

        // The dictionary's own count takes all of its locks.
        private int _count;

        public long BegunAt { get; } = begunAt;

        public int Count => Volatile.Read(ref _count);

        public Remembered? Find(TokenDigest digest) => _sessions.GetValueOrDefault(digest);

        public void Set(TokenDigest digest, Remembered remembered)
        {
            if (_sessions.TryAdd(digest, remembered))
            {
                Interlocked.Increment(ref _count);
            }
            else
            {
                _sessions[digest] = remembered;
            }
        }

        public void Remove(TokenDigest digest)
        {
            if (_sessions.TryRemove(digest, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }

        public void Remove(Func<UserSession, bool> condition)
        {
            foreach (var (digest, remembered) in _sessions)
            {
                if (condition(remembered.Session))
                {
                    Remove(digest);
                }
            }
        }
    }
}
