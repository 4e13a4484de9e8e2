using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WxYarpGateway.Simulator.Pushes.Cipher;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Creates options that validate their argument; their errors never repeat a value, which may be a secret.</summary>
internal static class CheckedOptions
{
    public static Option<string?> Url(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (ValueOf(result) is { } text && !IsWebUrl(text))
            {
                result.AddError(MustBeUrl(name));
            }
        });
        return option;
    }

    /// <summary>Creates an option that may be repeated.</summary>
    public static Option<string[]> Urls(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            if (!result.Tokens.All(token => IsWebUrl(token.Value)))
            {
                result.AddError(MustBeUrl(name));
            }
        });
        return option;
    }

    public static Option<int> Count(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (ValueOf(result) is { } text
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100))
            {
                result.AddError($"{name} must be a number between 1 and 100.");
            }
        });
        return option;
    }

    public static Option<string?> AesKey()
    {
        var option = new Option<string?>("--aes-key") { Description = "The account's EncodingAESKey." };
        option.Validators.Add(result =>
        {
            if (ValueOf(result) is { } text && ErrorOfKey(text) is { } error)
            {
                result.AddError($"--aes-key {error}");
            }
        });
        return option;
    }

    public static Option<double> Seconds(string name, string description, double otherwise)
    {
        var option = new Option<double>(name) { Description = $"{description} In seconds.", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (ValueOf(result) is { } text && !IsSeconds(text))
            {
                result.AddError($"{name} must be a number of seconds above 0.");
            }
        });
        return option;
    }

    /// <summary>Returns the error of a key, or null.</summary>
    public static string? ErrorOfKey(string key) =>
        key.Length != EnvelopeCipher.KeyCharacters ? $"must have {EnvelopeCipher.KeyCharacters} characters; it has {key.Length}."
        : key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/') ? null
        : "must consist of letters, digits, '+' and '/'.";

    private static string MustBeUrl(string name) => $"{name} must be a URL such as http://127.0.0.1:7080/wx.";

    private static bool IsWebUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static bool IsSeconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600;

    private static string? ValueOf(OptionResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : null;
}
