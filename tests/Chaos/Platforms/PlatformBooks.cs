using System.Collections.Concurrent;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>What WeChat did with the platform, and what backends were given.</summary>
internal sealed class PlatformBooks
{
    private int _tokens;
    private int _goodTokens;

    public ConcurrentQueue<Authorization> Authorizations { get; } = [];

    public ConcurrentQueue<Departure> Departures { get; } = [];

    /// <summary>Gets how many tokens backends were given, and how many of them WeChat took at that moment.</summary>
    public (int All, int Good) Tokens => (_tokens, _goodTokens);

    public void NoteToken(bool isGood)
    {
        Interlocked.Increment(ref _tokens);
        if (isGood)
        {
            Interlocked.Increment(ref _goodTokens);
        }
    }
}
