using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Stores;

/// <summary>Checks the store's options. The connection string may hold a password, so nothing of it is ever repeated.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    private const int LongestPrefix = 64;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = Faults(string.IsNullOrEmpty(name) ? nameof(StoreOptions) : name, options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string name, StoreOptions options)
    {
        if (options.Kind == StoreKind.Redis && string.IsNullOrWhiteSpace(options.Redis))
        {
            yield return $"The field {name}.{nameof(StoreOptions.Redis)} must be a connection string, "
                + $"since {nameof(StoreOptions.Kind)} is {StoreKind.Redis}.";
        }
        else if (options.Kind == StoreKind.Redis)
        {
            foreach (var fault in RedisConnectionString.Errors(options.Redis!))
            {
                yield return $"The field {name}.{nameof(StoreOptions.Redis)} must be a connection string "
                    + $"such as localhost:6379,password=…: {fault}.";
            }
        }

        if (options.KeyPrefix is not { Length: <= LongestPrefix } prefix || prefix.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return $"The field {name}.{nameof(StoreOptions.KeyPrefix)} must have at most {LongestPrefix} printable characters, "
                + "and no spaces.";
        }
    }
}
