using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Configuration;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Gateway.Tests.Configuration;

/// <summary>Writes the JSON schema of appsettings.json from the options classes and what is written about them.</summary>
internal static class SchemaWriter
{
    private const string Time = @"^(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";
    private const string Cluster = "A backend: an address, a list of addresses, or a whole YARP cluster.";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Returns the schema as it stands in docs/appsettings.schema.json.</summary>
    public static string Write()
    {
        var gateway = Object(typeof(GatewayOptions));
        var properties = gateway["properties"]!.AsObject();
        properties["Store"] = Object(typeof(StoreOptions));
        properties["WeChat"] = Object(typeof(WeChatApiOptions));
        properties["Records"] = Object(typeof(RecordOptions));
        properties["LoginPaths"] = Object(typeof(LoginPathOptions));
        properties["Backends"] = new JsonObject
        {
            ["description"] = "Clusters by a name of yours, at which platforms, their rules and their authorizers aim.",
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject
            {
                ["description"] = Cluster,
                ["type"] = new JsonArray("string", "array", "object"),
            },
        };
        properties["Services"] = new JsonObject
        {
            ["description"] = "The WeChat accounts, by a name of yours.",
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { ["Kind"] = new JsonObject { ["const"] = nameof(ServiceKind.Platform) } },
                    ["required"] = new JsonArray("Kind"),
                },
                ["then"] = Platform(),
                ["else"] = Service(),
            },
        };

        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "WxYarpGateway",
            ["description"] = "The file that ops edit; docs/configuration.md explains each key.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["$schema"] = new JsonObject { ["type"] = "string" },
                ["Gateway"] = gateway,
                ["ReverseProxy"] = new JsonObject
                {
                    ["description"] = "Plain YARP: routes and clusters of your own beside the generated ones.",
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["Routes"] = new JsonObject { ["type"] = "object" },
                        ["Clusters"] = new JsonObject { ["type"] = "object" }
                    },
                },
                ["Logging"] = new JsonObject
                {
                    ["description"] = "Levels and formats of the log, as everywhere in .NET.",
                    ["type"] = "object"
                },
            },
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Service()
    {
        var service = Object(typeof(ServiceOptions));
        service["properties"]!["Kind"]!["enum"] = new JsonArray(
            nameof(ServiceKind.OfficialAccount), nameof(ServiceKind.MiniProgram), nameof(ServiceKind.ChannelsShop));
        service["properties"]!["Login"] = Login();
        return service;
    }

    private static JsonObject Login()
    {
        var login = Object(typeof(LoginOptions));
        var check = Reshape(login["properties"]!.AsObject(), nameof(LoginOptions.ContentCheck), "array");
        check["items"] = new JsonObject { ["type"] = "object" };
        return login;
    }

    private static JsonObject Platform()
    {
        var platform = Object(typeof(PlatformOptions));
        var properties = platform["properties"]!.AsObject();
        properties["Kind"]!["enum"] = new JsonArray(nameof(ServiceKind.Platform));
        Reshape(properties, nameof(PlatformOptions.Rules), "array")["items"] = new JsonObject { ["type"] = "object" };
        var authorizer = Object(typeof(AuthorizerOptions));
        authorizer["properties"]!["Login"] = Login();
        properties["Login"] = Login();
        Reshape(properties, nameof(PlatformOptions.Authorizers), "object")["additionalProperties"] = authorizer;
        return platform;
    }

    /// <summary>Describes a section that is no backend.</summary>
    private static JsonObject Reshape(JsonObject properties, string key, string type)
    {
        var schema = new JsonObject { ["description"] = properties[key]!["description"]!.DeepClone(), ["type"] = type };
        properties[key] = schema;
        return schema;
    }

    private static JsonObject Object(Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        var properties = new JsonObject();
        foreach (var property in options.GetProperties())
        {
            properties[property.Name] = Property(property, property.GetValue(defaults));
        }

        return new JsonObject
        {
            ["description"] = XmlComments.Of(options),
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Property(PropertyInfo property, object? value)
    {
        if (IsOptions(property.PropertyType))
        {
            var nested = Object(property.PropertyType);
            nested["description"] = XmlComments.Of(property);
            return nested;
        }

        var schema = new JsonObject { ["description"] = XmlComments.Of(property) };
        Describe(schema, property);
        if (Default(value) is { } known)
        {
            schema["default"] = known;
        }

        return schema;
    }

    private static void Describe(JsonObject schema, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            schema["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name))]);
        }
        else if (type == typeof(bool))
        {
            schema["type"] = "boolean";
        }
        else if (type == typeof(int))
        {
            schema["type"] = "integer";
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                schema["minimum"] = (int)range.Minimum;
                schema["maximum"] = (int)range.Maximum;
            }
        }
        else if (type == typeof(TimeSpan))
        {
            schema["type"] = "string";
            schema["pattern"] = Time;
        }
        else if (type == typeof(Uri))
        {
            schema["type"] = "string";
            schema["format"] = "uri";
        }
        else if (type == typeof(string))
        {
            schema["type"] = new JsonArray("string", "null");
        }
        else if (type == typeof(IConfigurationSection))
        {
            schema["$comment"] = Cluster;
            schema["type"] = new JsonArray("string", "array", "object", "null");
        }
        else if (typeof(IEnumerable<KeyValuePair<string, string?>>).IsAssignableFrom(type))
        {
            schema["type"] = "object";
            schema["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "null") };
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            && IsOptions(type.GetGenericArguments()[1]))
        {
            schema["type"] = "object";
            var options = Object(type.GetGenericArguments()[1]);
            schema["additionalProperties"] = type.GetGenericArguments()[1] == typeof(ApiKeyOptions)
                ? new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = new JsonArray("string", "null") }, options) }
                : options;
        }
        else if (typeof(IEnumerable<string>).IsAssignableFrom(type))
        {
            schema["type"] = "array";
            schema["items"] = new JsonObject { ["type"] = "string" };
        }
        else
        {
            throw new InvalidOperationException(
                $"{property.DeclaringType!.Name}.{property.Name} is of a type that the schema does not know: {type}.");
        }
    }

    private static JsonValue? Default(object? value) => value switch
    {
        null or "" => null,
        TimeSpan time => JsonValue.Create(time.ToString("c")),
        Enum choice => JsonValue.Create(choice.ToString()),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        Uri url => JsonValue.Create(url.OriginalString),
        IEnumerable => null,
        _ => throw new InvalidOperationException($"A default of type {value.GetType()} is not known."),
    };

    private static bool IsOptions(Type type) => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal);
}
