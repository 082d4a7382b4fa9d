// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>Composes Register, Update and De-register (LwM2M 1.1 section 6.2), and the list of objects in them.</summary>
    internal sealed class RegistrationMessage
    {
        private const int DefaultLifetimeSeconds = 86400;
        private const int SmallMessage = 64; // a list in blocks would take many of them
        private const int LongestUpdate = 32; // without the list
        private const int LongestOption = 255; // of Uri-Query (RFC 7252 section 5.10)

        private readonly LwM2MClient _client;
        private readonly CoapEndpoint _endpoint;
        private readonly LinkFormatWriter _links = new LinkFormatWriter();

        internal RegistrationMessage(LwM2MClient client, CoapEndpoint endpoint)
        {
            _client = client;
            _endpoint = endpoint;
        }

        /// <summary>The list of objects sent last had all of them.</summary>
        internal bool IsListWhole { get; private set; }

        /// <summary>
        /// Whether the list of objects can be told: block by block, unless each block costs so much airtime that the list waits for a
        /// data rate at which it fits a message.
        /// </summary>
        internal bool CanList()
        {
            byte[] list = _client.SendBuffer;
            _links.Open(list, 0, list.Length);
            WriteObjectList();
            return !_client.Options.OmitsDefaults || list.Length >= SmallMessage || (!_links.Overflowed && _links.Length + LongestUpdate <= list.Length);
        }

        /// <summary>Sends a Register.</summary>
        /// <returns>Null, or why it could not be sent.</returns>
        internal string Register(ServerInstance server, string uri, IExchangeOwner owner)
        {
            ClientOptions options = _client.Options;
            CoapWriter writer = _endpoint.BeginRequest(true, CoapCode.Post);
            ServerUri parts = ServerUri.Parse(uri);
            if (parts != null && parts.Path.Length > 0)
            {
                writer.AddPath(CoapOption.UriPath, parts.Path);
            }

            writer.AddOption(CoapOption.UriPath, "rd");
            writer.AddOption(CoapOption.ContentFormat, ContentFormat.LinkFormat);
            string endpointName = "ep=" + options.EndpointName;
            if (Text.Utf8.Count(endpointName) > LongestOption)
            {
                return "endpoint name longer than an option may be";
            }

            writer.AddOption(CoapOption.UriQuery, endpointName);
            if (!options.OmitsDefaults || server.LifetimeSeconds != DefaultLifetimeSeconds)
            {
                AddLifetime(writer, server);
            }

            writer.AddOption(CoapOption.UriQuery, "lwm2m=" + options.LwM2MVersion);
            if (!options.OmitsDefaults || options.LwM2MVersion == "1.0")
            {
                AddBinding(writer, server);
            }

            if (options.QueueMode && options.LwM2MVersion != "1.0")
            {
                writer.AddOption(CoapOption.UriQuery, "Q");
            }

            return SendWithObjects(writer, owner);
        }

        /// <summary>Sends an Update.</summary>
        /// <returns>Null, or why it could not be sent.</returns>
        internal string Update(ServerInstance server, string location, bool lifetime, bool binding, bool objects, IExchangeOwner owner)
        {
            CoapWriter writer = _endpoint.BeginRequest(true, CoapCode.Post);
            Location.AddTo(writer, location);
            if (objects)
            {
                writer.AddOption(CoapOption.ContentFormat, ContentFormat.LinkFormat);
            }

            if (lifetime)
            {
                AddLifetime(writer, server);
            }

            if (binding)
            {
                AddBinding(writer, server);
            }

            return objects ? SendWithObjects(writer, owner) : Send(writer, owner);
        }

        /// <summary>Sends a De-register.</summary>
        /// <returns>Null, or why it could not be sent.</returns>
        internal string Deregister(string location, IExchangeOwner owner)
        {
            CoapWriter writer = _endpoint.BeginRequest(true, CoapCode.Delete);
            Location.AddTo(writer, location);
            return Send(writer, owner);
        }

        private static void AddLifetime(CoapWriter writer, ServerInstance server)
        {
            writer.AddOption(CoapOption.UriQuery, "lt=" + server.LifetimeSeconds.ToString());
        }

        // In LwM2M 1.1 it is what the client can do: UDP.
        private void AddBinding(CoapWriter writer, ServerInstance server)
        {
            ClientOptions options = _client.Options;
            string binding = options.LwM2MVersion != "1.0" ? "U" : options.QueueMode ? "UQ" : server.Binding;
            writer.AddOption(CoapOption.UriQuery, "b=" + binding);
        }

        private string Send(CoapWriter writer, IExchangeOwner owner)
        {
            if (writer.Overflowed)
            {
                return "registration larger than a message of " + _client.SendBuffer.Length.ToString() + " bytes: the endpoint needs a shorter name";
            }

            _endpoint.SendConfirmable(owner, null);
            return null;
        }

        // In one message where it fits and the server takes it; else block by block, or where that costs too much airtime as many as
        // fit.
        private string SendWithObjects(CoapWriter writer, IExchangeOwner owner)
        {
            byte[] list = _client.SendBuffer;
            _links.Open(list, 0, list.Length);
            WriteObjectList();
            IsListWhole = true;
            if (!_links.Overflowed && _endpoint.TakesWhole(_links.Length) && _links.Length < writer.PayloadCapacity)
            {
                int at = writer.BeginPayload();
                Array.Copy(list, 0, writer.Buffer, at, _links.Length);
                writer.EndPayload(_links.Length);
                return Send(writer, owner);
            }

            if (_client.Options.OmitsDefaults && list.Length < SmallMessage)
            {
                IsListWhole = false;
                int at = writer.BeginPayload();
                int length = WriteSomeObjects(list, writer.PayloadCapacity);
                Array.Copy(list, 0, writer.Buffer, at, length);
                writer.EndPayload(length);
                return Send(writer, owner);
            }

            BlockTransfer transfer = _endpoint.OpenUpload();
            if (transfer == null)
            {
                return "no room for the object list";
            }

            _links.Open(transfer.Buffer, BlockTransfer.HeaderRoom, transfer.Capacity);
            WriteObjectList();
            if (_links.Overflowed)
            {
                transfer.Free();
                return "object list larger than a body may be";
            }

            return _endpoint.SendBody(transfer, _links.Length, owner) ? null : "registration larger than a message";
        }

        // The objects that fit, the one that reports first: with it a server gets everything else.
        private int WriteSomeObjects(byte[] list, int capacity)
        {
            _links.Open(list, 0, list.Length);
            int length = 0;
            ObjectRegistry registry = _client.Registry;
            for (int i = -1; i < registry.Count; i++)
            {
                LwM2MObject found = i < 0 ? _client.Notify : registry[i];
                if (found != null && (i < 0 || found != _client.Notify))
                {
                    WriteObject(found);
                    if (_links.Overflowed || _links.Length > capacity)
                    {
                        return length;
                    }

                    length = _links.Length;
                }
            }

            return length;
        }

        private void WriteObjectList()
        {
            ObjectRegistry registry = _client.Registry;
            for (int i = 0; i < registry.Count; i++)
            {
                WriteObject(registry[i]);
            }
        }

        private void WriteObject(LwM2MObject found)
        {
            if (Lookup.IsPublic(found.ObjectId))
            {
                if (found.InstanceCount == 0 || found.Version != null)
                {
                    DiscoverOperation.AddObject(_links, found);
                }

                for (int k = 0; k < found.InstanceCount; k++)
                {
                    _links.AddLink(ResourcePath.Of(found.ObjectId, found.InstanceIdAt(k)));
                }
            }
        }
    }
}
