using Microsoft.Extensions.Options;

namespace WxYarpGateway.Database.Settings;

/// <summary>Holds the options to their attributes.</summary>
[OptionsValidator]
internal sealed partial class DatabaseOptionsAttributesValidator : IValidateOptions<DatabaseOptions>;
