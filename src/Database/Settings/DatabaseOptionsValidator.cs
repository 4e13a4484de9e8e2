using Microsoft.Extensions.Options;
using Npgsql;
using WxYarpGateway.Database.Encryption;

namespace WxYarpGateway.Database.Settings;

/// <summary>Checks the options. The connection string may hold a password, so nothing of it is ever repeated.</summary>
public sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    private static readonly DatabaseOptionsAttributesValidator Attributes = new();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = (Attributes.Validate(name, options).Failures ?? []).Concat(
            Errors(string.IsNullOrEmpty(name) ? nameof(DatabaseOptions) : name, options)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(string name, DatabaseOptions options)
    {
        if (options.Kind == DatabaseKind.PostgreSql && !IsConnection(options.Connection))
        {
            yield return $"The field {name}.{nameof(DatabaseOptions.Connection)} must be a connection string such as "
                + $"Host=db;Database=wxgw;Username=…;Password=…, since {nameof(DatabaseOptions.Kind)} is {DatabaseKind.PostgreSql}.";
        }

        if (options.Kind == DatabaseKind.PostgreSql && string.IsNullOrEmpty(options.Key))
        {
            yield return $"The field {name}.{nameof(DatabaseOptions.Key)} must be 32 bytes in base64, since "
                + $"{nameof(DatabaseOptions.Kind)} is {DatabaseKind.PostgreSql}; openssl rand -base64 32 makes them.";
        }

        for (var index = 0; index < options.PreviousKeys.Count; index++)
        {
            if (FieldKey.TryParse(options.PreviousKeys[index]) is null)
            {
                yield return $"The field {name}.{nameof(DatabaseOptions.PreviousKeys)}.{index} must be 32 bytes in base64, "
                    + "which are 44 characters.";
            }
        }
    }

    private static bool IsConnection(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }
}
