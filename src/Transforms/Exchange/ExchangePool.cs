using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Opens the contexts in which pushes call their backends, and uses one again when its call has ended well.</summary>
/// <remarks>
/// Like the server's own contexts, one may not be used any more when its request has ended. After a failure something may still hold on to
/// the request that was sent, so such a context is not used again.
/// </remarks>
internal sealed class ExchangePool(IServiceScopeFactory scopes)
{
    // As many as are on their way under load.
    private const int Most = 256;

    private readonly DefaultObjectPool<ExchangeContext> _contexts = new(new Policy(scopes), Most);

    /// <summary>Opens a context for a push.</summary>
    public ExchangeContext Open(HttpContext push)
    {
        var context = _contexts.Get();
        context.Open(push, this);
        return context;
    }

    /// <summary>Takes back a context that nobody uses any more.</summary>
    public void Return(ExchangeContext context) => _contexts.Return(context);

    private sealed class Policy(IServiceScopeFactory scopes) : PooledObjectPolicy<ExchangeContext>
    {
        public override ExchangeContext Create() => new(scopes);

        public override bool Return(ExchangeContext obj)
        {
            obj.Clear();
            return true;
        }
    }
}
