// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reads LoRaWAN frames, one in hexadecimal a line, as they were on the air, with the npm package lora-packet: prints for
// each what it is, whether its integrity code is right, and what it carries.
'use strict';

const lora = require('lora-packet');
const appKey = Buffer.from(process.argv[2], 'hex');
let devNonce;
let keys;

const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
const results = lines.map(line => {
    let packet = lora.fromWire(Buffer.from(line, 'hex'));
    if (packet.isJoinRequestMessage()) {
        devNonce = packet.DevNonce;
        return { type: 'join', genuine: lora.verifyMIC(packet, undefined, appKey), devEui: packet.DevEUI.toString('hex') };
    }

    if (packet.isJoinAcceptMessage()) {
        packet = lora.fromWire(lora.decryptJoinAccept(packet, appKey));
        keys = lora.generateSessionKeys10(appKey, packet.NetID, packet.AppNonce, devNonce);
        return { type: 'accept', genuine: lora.verifyMIC(packet, undefined, appKey), devEui: '' };
    }

    const genuine = lora.verifyMIC(packet, keys.NwkSKey);
    const text = packet.FRMPayload && packet.FRMPayload.length ? lora.decrypt(packet, keys.AppSKey, keys.NwkSKey).toString('hex') : '';
    return { type: packet.getDir(), genuine, counter: packet.getFCnt(), acknowledges: packet.getFCtrlACK(), payload: text };
});
console.log(JSON.stringify(results));
