namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Something that is made of the options in force, and made again once other ones are.</summary>
internal sealed class MadeOfOptions<TMade>(GatewaySettings settings, Func<GatewayOptions, TMade> make)
{
    private volatile Making? _last;

    /// <summary>Gets what the options in force make.</summary>
    public TMade Current
    {
        get
        {
            var options = settings.Options;
            if (_last is { } last && ReferenceEquals(last.Of, options))
            {
                return last.Made;
            }

            var made = make(options);
            _last = new Making(options, made);
            return made;
        }
    }

    private sealed record Making(GatewayOptions Of, TMade Made);
}
