namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Tells the listeners of this process at once, and those of other replicas over a channel of Redis.</summary>
internal sealed class RedisNews : IStoreNews
{
    private const string Channel = "v1:news";
    private const string Publish = "return redis.call('PUBLISH', KEYS[1], ARGV[1])";

    private readonly RedisAccess _redis;
    private readonly MemoryNews _here = new();

    // Redis sends this process its own news as well.
    private readonly string _sender = Guid.NewGuid().ToString("n");

    public RedisNews(RedisAccess redis)
    {
        _redis = redis;
        redis.Subscribe(Channel, OnNews);
    }

    public IDisposable Subscribe(string topic, Action<string> heard) => _here.Subscribe(topic, heard);

    public async ValueTask<bool> PublishAsync(string topic, string text, CancellationToken cancellationToken)
    {
        MemoryNews.Check(topic);
        _here.Tell(topic, text);
        try
        {
            await _redis.AskAsync(new RedisCall(Publish, [_redis.Key(Channel)], [$"{_sender} {topic} {text}"]), cancellationToken);
            return true;
        }
        catch (StoreUnavailableException)
        {
            // The others read again later, as when the news get lost on the way.
            return false;
        }
    }

    private void OnNews(string news)
    {
        if (news.Split(' ', 3) is [var sender, var topic, var text] && sender != _sender)
        {
            _here.Tell(topic, text);
        }
    }
}
