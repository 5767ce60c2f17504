package dev.larder.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.larder.FakeEventBridge;
import dev.larder.access.RulesMatrix.Who;
import dev.larder.lambda.HttpEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every way to items whose rows and fields are not for everybody, for every kind of caller. */
@QuarkusTest
@TestProfile(RulesMatrix.Ruled.class)
class RulesMatrixTest {
  /** All items, and notes, which everybody who reads them may read. */
  private static final String SEEN_BY_ALL = ":ABCHXGDEFORPQUn";

  @Inject DynamoDbClient client;
  @Inject RequestStreamHandler function;

  private RulesMatrix matrix;

  @BeforeEach
  void seed() {
    matrix = new RulesMatrix(client, function);
    matrix.reset();
  }

  /**
   * The columns are those of {@link Who}, and a cell is that of {@link RulesMatrix.Seen}. Whatever
   * a request is, {@link RulesMatrix#check} compares the stored items with those that the caller
   * may have made of them.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # A row by a claim in the key, and fields
          GET /tenants/acme/people/p1 ||| 401 404 200:An 404 200:An 200:Asnp 200:Asnp 200:Asnp
          GET /tenants/acme/people/p2 ||| 401 404 200:Bn 404 200:Bn 200:Bsnp 200:Bsnp 200:Bsnp
          GET /tenants/rival/people/p1 ||| 401 200:Xn 404 200:Xn 404 404 200:Xsnp 200:Xsnp
          HEAD /tenants/acme/people/p1 ||| 401 404 200 404 200 200 200 200
          GET /tenants/acme/people/p1?fields=name,salary,notes,pin ||| 401 404 200:An 404 200:An 200:Asnp 200:Asnp 200:Asnp
          GET /tenants/acme/people/p1?fields=salary ||| 401 404 200 404 200 200:s 200:s 200:s
          GET /tenants/acme/people/p1?fields=GSI2SK,name ||| 401 404 200:A 404 200:A 200:A 200:A 200:A
          GET /tenants/acme/people/p1?consistent=true ||| 401 404 200:An 404 200:An 200:Asnp 200:Asnp 200:Asnp
          GET /tenants/acme/people/p1 | Accept: application/vnd.larder.dynamodb+json || 401 404 200:An 404 200:An 200:Asnpi 200:Asnpi 200:Asnpi
          GET /tenants/acme/people/p1?fields=salary,pin | Accept: application/vnd.larder.dynamodb+json || 401 404 200 404 200 200:sp 200:sp 200:sp
          GET /tenants/acme/people/p1 | If-None-Match: "{version}" || 401 404 304 404 304 304 304 304
          GET /tenants/acme/people/p1 | If-Match: "x" || 401 404 412:e 404 412:e 412:e 412:e 412:e
          GET /tenants/acme/people/p2 | If-None-Match: {tag} || 401 404 304 404 304 304 304 200:Bsnp
          GET /tenants/acme/people/p3 ||| 401 404 200:Cn 404 200:Cn 200:Csnp 200:Csnp 200:Csnp
          GET /tenants/acme/people/p9 ||| 401 404 404 404 404 404 404 200
          GET /tenants/acme/people/p1?include=badges ||| 401 404 200:AGn 404 200:AGn 200:AGsnpc 200:AGsnpc 200:AGsnpc
          GET /tenants/acme/people/p1?include=badges | Accept: application/vnd.larder.dynamodb+json || 401 404 200:AGn 404 200:AGn 200:AGsnpci 200:AGsnpci 200:AGsnpci
          GET /tenants/acme/badges/b1?include=people&fields=badgeId ||| 401 404 200:ABCHn 200 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp

          # Puts
          PUT /tenants/acme/people/p9 || {"name": "mine"} | 401 404 201 404 201 201 201 200
          PUT /tenants/acme/people/p9 || {"tenantId": "acme", "name": "mine"} | 401 404 201 404 201 201 201 200
          PUT /tenants/acme/people/p9 || {"tenantId": "rival"} | 401 404 422 404 422 422 422 422
          PUT /tenants/acme/people/p9 || {"salary": 1} | 401 404 403 404 403 201 201 200
          PUT /tenants/acme/people/p9 || {"notes": "mine"} | 401 404 403 404 201 403 201 200
          PUT /tenants/acme/people/p9 || {"pin": "mine"} | 401 404 403 404 201 403 201 200
          PUT /tenants/acme/people/p1 || {"name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p2 || {"name": "mine", "team": "blue"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 || {"salary": 1} | 401 404 403 404 403 200:np 200 200
          PUT /tenants/acme/people/p1 || {"salary": 771001001} | 401 404 403 404 403 200:snp 200:s 200:s
          PUT /tenants/acme/people/p1 || {"salary": null} | 401 404 422 404 422 422:w 422:w 422:w
          PUT /tenants/acme/people/p1 || {"notes": "mine"} | 401 404 403 404 200 403 200 200
          PUT /tenants/acme/people/p1 || {"notes": "note that is stored"} | 401 404 200:n 404 200:n 200:np 200:n 200:n
          PUT /tenants/acme/people/p1 || {"pin": "mine"} | 401 404 403 404 200 403 200 200
          PUT /tenants/acme/people/p1 || {"pin": "pin that is stored"} | 401 404 403 404 200 200:np 200:p 200:p
          PUT /tenants/acme/people/p1 || {"GSI2SK": "000000000001"} | 401 404 422:i 404 422:i 422:i 422:i 422:i
          PUT /tenants/acme/people/p1 || typed {"name": {"S": "mine"}, "GSI2PK": {"S": "PAY#acme"}, "GSI2SK": {"S": "000000000001"}} | 401 404 422:i 404 422:i 422:i 422:i 422:i
          PUT /tenants/acme/people/p1 || typed {"name": {"S": "mine"}, "GSI2PK": {"S": "PAY#acme"}, "GSI2SK": {"S": "000771001001"}} | 401 404 422:i 404 422:i 422:i 422:i 422:i
          PUT /tenants/acme/people/p1 || typed {"name": {"S": "mine"}, "notes": {"S": "note that is stored"}} | 401 404 200:n 404 200:n 200:np 200:n 200:n
          PUT /tenants/acme/people/p1 || typed {"salary": {"N": "1"}} | 401 404 403 404 403 200:np 200 200
          PUT /tenants/acme/people/p1 | Accept: application/vnd.larder.dynamodb+json | {"name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 | Prefer: return=minimal | {"name": "mine"} | 401 404 204 404 204 204 204 200
          PUT /tenants/acme/people/p1 | If-Match: "{version}" | {"name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 | If-Match: "x" | {"name": "mine"} | 401 404 412:e 404 412:e 412:e 412:e 412:e
          PUT /tenants/acme/people/p1 | If-Match: "x" | {"salary": 1} | 401 404 403 404 403 412:e 412:e 412:e
          PUT /tenants/acme/people/p2 | If-Match: {tag} | {"name": "mine"} | 401 404 200:n 404 200 200:np 200 412:e
          PUT /tenants/acme/people/p2 | If-Match: "none-x" | {"name": "mine"} | 401 404 412:e 404 412:e 412:e 412:e 412:e
          PUT /tenants/acme/people/p1 | If-None-Match: * | {"name": "mine"} | 401 404 412:e 404 412:e 412:e 412:e 412:e
          PUT /tenants/acme/people/p9 | If-None-Match: * | {"name": "mine"} | 401 404 201 404 201 201 201 200
          PUT /tenants/acme/people/p9 | If-Match: * | {"name": "mine"} | 401 404 412 404 412 412 412 412
          PUT /tenants/acme/people/p1 || {"_version": "{version}", "name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 || {"_version": "01890a5d-ac96-774b-bcce-b302099a8058"} | 401 404 412:e 404 412:e 412:e 412:e 412:e
          PUT /tenants/acme/people/p1 | Idempotency-Key: {uuid} | {"name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 | Idempotency-Key: {uuid} | {"salary": 1} | 401 404 403 404 403 200:np 200 200
          PUT /tenants/acme/people/p4 || {"name": "mine"} | 401 404 422 404 422 422:l 200 200
          PATCH /tenants/acme/people/p4 || merge {"name": "mine"} | 401 404 422 404 422 422:l 422:l 422:l
          PUT /tenants/acme/people/p3 || {"name": "mine"} | 401 404 422 404 422 200:np 200 200
          PUT /tenants/acme/people/p1 || {"team": "a team of more than twenty letters"} | 401 404 422:l 404 422:l 422:l 422:l 422:l
          PUT /tenants/acme/people/p1 || {"salary": "much"} | 401 404 422 404 422 422:w 422:w 422:w
          PUT /tenants/acme/people/p1 | Prefer: respond-async | {"name": "mine"} | 401 404 200:n 404 200 200:np 200 200
          PUT /tenants/acme/people/p1 | Prefer: respond-async | {"salary": 1} | 401 404 403 404 403 200:np 200 200

          # Posts
          POST /tenants/acme/people || {"personId": "p9", "name": "mine"} | 401 403 201 403 201 201 201 200
          POST /tenants/acme/people || {"personId": "p9", "salary": 1} | 401 403 403 403 403 201 201 200
          POST /tenants/acme/people || {"personId": "p9", "notes": "mine"} | 401 403 403 403 201 403 201 200
          POST /tenants/acme/people || {"personId": "p9", "pin": "mine"} | 401 403 403 403 201 403 201 200
          POST /tenants/acme/people || {"personId": "p1", "name": "mine"} | 401 403 409:e 403 409:e 409:e 409:e 409:e
          POST /tenants/acme/people || {"personId": "p2", "name": "mine"} | 401 403 409:e 403 409:e 409:e 409:e 409:e
          POST /tenants/acme/people || {"personId": "p1", "salary": 1} | 401 403 403 403 403 409:e 409:e 409:e
          POST /people || {"tenantId": "acme", "personId": "p9"} | 401 403 201 403 201 201 201 200
          POST /people || {"tenantId": "rival", "personId": "p9"} | 401 201 403 201 403 403 201 200
          POST /people || {"personId": "p9"} | 401 201 201 422 201 201 422 422
          POST /tenants/acme/people | Idempotency-Key: {uuid} | {"personId": "p9", "name": "mine"} | 401 403 201 403 201 201 201 200
          POST /tenants/acme/people | If-None-Match: * | {"personId": "p1"} | 401 403 412:e 403 412:e 412:e 412:e 412:e

          # Merge patches
          PATCH /tenants/acme/people/p1 || merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp
          PATCH /tenants/acme/people/p2 || merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp
          PATCH /tenants/acme/people/p9 || merge {"name": "mine"} | 401 404 404 404 404 404 404 404
          PATCH /tenants/acme/people/p1 || merge {"salary": 1} | 401 404 403 404 403 200:Anp 200:Anp 200:Anp
          PATCH /tenants/acme/people/p1 || merge {"salary": 771001001} | 401 404 403 404 403 200:Asnp= 200:Asnp= 200:Asnp=
          PATCH /tenants/acme/people/p1 || merge {"salary": null} | 401 404 403 404 403 200:Anp 200:Anp 200:Anp
          PATCH /tenants/acme/people/p1 || merge {"notes": "mine"} | 401 404 403 404 200:A 403 200:Asp 200:Asp
          PATCH /tenants/acme/people/p1 || merge {"notes": "note that is stored"} | 401 404 200:An= 404 200:An= 200:Asnp= 200:Asnp= 200:Asnp=
          PATCH /tenants/acme/people/p1 || merge {"notes": null} | 401 404 403 404 200:A 403 200:Asp 200:Asp
          PATCH /tenants/acme/people/p1 || merge {"pin": "mine"} | 401 404 403 404 200:An 403 200:Asn 200:Asn
          PATCH /tenants/acme/people/p1 || merge {"pin": null} | 401 404 403 404 403 403 200:Asn 200:Asn
          PATCH /tenants/acme/people/p1 || merge {"pin": {"a": 1}} | 401 404 403 404 403 403 422 422
          PATCH /tenants/acme/people/p1 || merge {"tenantId": "rival"} | 401 404 422 404 422 422 422 422
          PATCH /tenants/acme/people/p1 || merge {} | 401 404 200:An= 404 200:An= 200:Asnp= 200:Asnp= 200:Asnp=
          PATCH /tenants/acme/people/p3 || merge {"name": "mine"} | 401 404 422 404 422 422:w 422:w 422:w
          PATCH /tenants/acme/people/p1 | If-Match: "{version}" | merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp
          PATCH /tenants/acme/people/p2 | If-Match: {tag} | merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 412:e
          PATCH /tenants/acme/people/p1 | If-Match: "x" | merge {"name": "mine"} | 401 404 412:e 404 412:e 412:e 412:e 412:e
          PATCH /tenants/acme/people/p1 | Idempotency-Key: {uuid} | merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp
          PATCH /tenants/acme/people/p1 | Prefer: respond-async | merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp
          PATCH /tenants/acme/people/p1 | Accept: application/vnd.larder.dynamodb+json | merge {"name": "mine"} | 401 404 200:n 404 200:n 200:snpi 200:snpi 200:snpi

          # JSON patches
          PATCH /tenants/acme/people/p1 || patch [{"op": "test", "path": "/salary", "value": 771001001}] | 401 404 403 404 403 200:Asnp= 200:Asnp= 200:Asnp=
          PATCH /tenants/acme/people/p1 || patch [{"op": "test", "path": "/salary", "value": 1}] | 401 404 403 404 403 409 409 409
          PATCH /tenants/acme/people/p1 || patch [{"op": "test", "path": "", "value": {}}] | 401 404 409 404 409 409 409 409
          PATCH /tenants/acme/people/p1 || patch [{"op": "test", "path": "/notes", "value": "note that is stored"}] | 401 404 200:An= 404 200:An= 200:Asnp= 200:Asnp= 200:Asnp=
          PATCH /tenants/acme/people/p1 || patch [{"op": "test", "path": "/GSI2SK", "value": "000771001001"}] | 401 404 409:i 404 409:i 409:i 409:i 409:i
          PATCH /tenants/acme/people/p1 || patch [{"op": "add", "path": "/salary", "value": 1}] | 401 404 403 404 403 200:Anp 200:Anp 200:Anp
          PATCH /tenants/acme/people/p1 || patch [{"op": "add", "path": "/notes", "value": "mine"}] | 401 404 403 404 200:A 403 200:Asp 200:Asp
          PATCH /tenants/acme/people/p1 || patch [{"op": "add", "path": "/pin", "value": "mine"}] | 401 404 403 404 200:An 403 200:Asn 200:Asn
          PATCH /tenants/acme/people/p1 || patch [{"op": "replace", "path": "/pin", "value": "mine"}] | 401 404 403 404 403 403 200:Asn 200:Asn
          PATCH /tenants/acme/people/p1 || patch [{"op": "remove", "path": "/salary"}] | 401 404 403 404 403 200:Anp 200:Anp 200:Anp
          PATCH /tenants/acme/people/p1 || patch [{"op": "remove", "path": "/notes"}] | 401 404 403 404 200:A 403 200:Asp 200:Asp
          PATCH /tenants/acme/people/p1 || patch [{"op": "remove", "path": "/pin"}] | 401 404 403 404 403 403 200:Asn 200:Asn
          PATCH /tenants/acme/people/p1 || patch [{"op": "copy", "from": "/salary", "path": "/a"}] | 401 404 403 404 403 200:Asnp 200:Asnp 200:Asnp
          PATCH /tenants/acme/people/p1 || patch [{"op": "copy", "from": "/pin", "path": "/a"}] | 401 404 403 404 403 200:Asnp 200:Asnp 200:Asnp
          PATCH /tenants/acme/people/p1 || patch [{"op": "copy", "from": "", "path": "/a"}] | 401 404 200:An 404 200:An 200:Asnp 200:Asnp 200:Asnp
          PATCH /tenants/acme/people/p1 || patch [{"op": "move", "from": "/salary", "path": "/a"}] | 401 404 403 404 403 200:Asnp 200:Asnp 200:Asnp
          PATCH /tenants/acme/people/p1 || patch [{"op": "move", "from": "/name", "path": "/salary"}] | 401 404 403 404 403 422:w 422:w 422:w
          PATCH /tenants/acme/people/p1 || patch [{"op": "move", "from": "/name", "path": "/notes"}] | 401 404 403 404 200:A 403 200:Asp 200:Asp
          PATCH /tenants/acme/people/p1 || patch [{"op": "replace", "path": "", "value": {"tenantId": "acme", "personId": "p1", "name": "mine", "_version": "{version}"}}] | 401 404 403 404 200 403 200 200
          PATCH /tenants/acme/people/p1 || patch [{"op": "add", "path": "", "value": {"tenantId": "acme", "personId": "p1", "notes": "note that is stored", "pin": "mine", "_version": "{version}"}}] | 401 404 403 404 200:n 403 200:n 200:n
          PATCH /tenants/acme/people/p1 || patch [{"op": "add", "path": "/name", "value": "mine"}] | 401 404 200:n 404 200:n 200:snp 200:snp 200:snp

          # Updates
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}} | 401 404 200:n 404 200:n 200:snp 200:snp 200
          PATCH /tenants/acme/people/p2 || update {"set": {"name": "mine"}} | 401 404 200:n 404 200:n 200:snp 200:snp 200
          PATCH /tenants/acme/people/p9 || update {"set": {"name": "mine"}} | 401 404 404 404 404 404 404 404
          PATCH /tenants/acme/people/p9 || update {"set": {"name": "mine"}, "upsert": true} | 401 404 201 404 201 201 201 200
          PATCH /tenants/acme/people/p9 || update {"set": {"notes": "mine"}, "upsert": true} | 401 403 403 403 201 403 201 200
          PATCH /tenants/acme/people/p9 || update {"set": {"pin": "mine"}, "upsert": true} | 401 403 403 403 201 403 201 200
          PATCH /tenants/acme/people/p1 || update {"set": {"salary": 1}} | 401 403 403 403 403 200:Anp 200:Anp 200
          PATCH /tenants/acme/people/p1 || update {"setIfAbsent": {"salary": 1}} | 401 403 403 403 403 200:Asnp 200:Asnp 200
          PATCH /tenants/acme/people/p1 || update {"add": {"salary": 1}} | 401 403 403 403 403 200:Asnp 200:Asnp 200
          PATCH /tenants/acme/people/p1 || update {"remove": ["salary"]} | 401 403 403 403 403 200:Anp 200:Anp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"notes": "mine"}} | 401 403 403 403 200:A 403 200:Asp 200
          PATCH /tenants/acme/people/p1 || update {"remove": ["notes"]} | 401 403 403 403 200:A 403 200:Asp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"pin": "mine"}} | 401 403 403 403 200:An 403 200:Asn 200
          PATCH /tenants/acme/people/p1 || update {"remove": ["pin"]} | 401 403 403 403 200:An 403 200:Asn 200
          PATCH /tenants/acme/people/p1 || update {"setIfAbsent": {"pin": "mine"}} | 401 403 403 403 403 403 200:Asnp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"pin.a": "mine"}} | 401 403 403 403 403 403 409 409
          PATCH /tenants/acme/people/p1 || update {"append": {"pin": ["mine"]}} | 401 403 403 403 403 403 409 409
          PATCH /tenants/acme/people/p1 || update {"set": {"GSI2SK": "000000000001"}} | 401 422:i 422:i 422:i 422:i 422:i 422:i 422:i
          PATCH /tenants/acme/people/p1 || update {"set": {"team": "blue"}} | 401 404 200:An 404 200:An 200:Asnp 200:Asnp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"tenantId": "rival"}} | 401 422 422 422 422 422 422 422
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "salary[gte]=1"} | 401 403 403 403 403 200:snp 200:snp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "salary[gte]=999999999"} | 401 403 403 403 403 409:e 409:e 409:e
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "pin[exists]=true"} | 401 403 403 403 403 200:snp 200:snp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "notes[exists]=true"} | 401 404 200:n 404 200:n 200:snp 200:snp 200
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "notes[exists]=false"} | 401 404 409:e 404 409:e 409:e 409:e 409:e
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "GSI2SK[gte]=0"} | 401 403 403 403 403 409:e 409:e 409:e
          PATCH /tenants/acme/people/p1 || update {"set": {"name": "mine"}, "if": "GSI2SK[prefix]=000771"} | 401 403 403 403 403 409:e 409:e 409:e
          PATCH /tenants/acme/people/p2 || update {"set": {"name": "mine"}, "if": "notes[exists]=false"} | 401 404 409:e 404 409:e 409:e 409:e 409:e
          PATCH /tenants/acme/people/p4 || update {"set": {"team": "blue"}} | 401 404 422 404 422 422:l 422:l 422:l
          PATCH /tenants/acme/people/p3 || update {"set": {"name": "mine"}} | 401 404 422 404 422 422:w 422:w 422:w
          PATCH /tenants/acme/people/p1 | If-Match: "{version}" | update {"set": {"name": "mine"}} | 401 404 200:n 404 200:n 200:snp 200:snp 200
          PATCH /tenants/acme/people/p2 | If-Match: {tag} | update {"set": {"name": "mine"}} | 401 404 200:n 404 200:n 200:snp 200:snp 412:e
          PATCH /tenants/acme/people/p1 | Idempotency-Key: {uuid} | update {"set": {"name": "mine"}} | 401 404 204 404 204 204 204 200
          PATCH /tenants/acme/people/p1 | Prefer: return=representation | update {"set": {"name": "mine"}} | 401 404 200:n 404 200:n 200:snp 200:snp 200

          # Deletes
          DELETE /tenants/acme/people/p1 ||| 401 404 204 404 204 204 204 200
          DELETE /tenants/acme/people/p9 ||| 401 404 204= 404 204= 204= 204= 200=
          DELETE /tenants/acme/people/p1 | If-Match: "{version}" || 401 404 204 404 204 204 204 200
          DELETE /tenants/acme/people/p1 | If-Match: "x" || 401 404 412:e 404 412:e 412:e 412:e 412:e
          DELETE /tenants/acme/people/p2 | If-Match: {tag} || 401 404 204 404 204 204 204 412:e
          DELETE /tenants/acme/people/p1 | Prefer: respond-async || 401 404 204 404 204 204 204 200

          # Lists
          GET /tenants/acme/people ||| 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/rival/people ||| 401 200:Xn 200 200:Xn 200 200 200:Xsnp 200:Xsnp
          GET /people ||| 401 200:Xn 200:ABCHn 400 200:ABCHn 200:ABCHsnp 400:i 400:i
          GET /people?tenantId=acme ||| 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /people?tenantId=rival ||| 401 200:Xn 200 200:Xn 200 200 200:Xsnp 200:Xsnp
          GET /people?tenantId[in]=acme,rival ||| 401 200:Xn 200:ABCHn 400 200:ABCHn 200:ABCHsnp 400:i 400:i
          GET /people?team=red ||| 401 200:Xn 200:ABn 400 200:ABn 200:ABsnp 400:i 400:i
          GET /people?tenantId=acme&team=red ||| 401 200 200:ABn 400 200:ABn 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?team=red ||| 401 200 200:ABn 400 200:ABn 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?team=red&sort=-personId ||| 401 200 200:ABn 400 200:ABn 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?sort=-personId ||| 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?sort=salary ||| 401 403 403 403 403 200:ABHsnp 200:ABHsnp 200:ABHsnp
          GET /tenants/acme/people?sort=-salary&fields=name ||| 401 403 403 403 403 200:ABH 200:ABH 200:ABH
          GET /tenants/acme/people?salary[gte]=1 ||| 401 403 403 403 403 200:ABHsnp 200:ABHsnp 200:ABHsnp
          GET /tenants/acme/people?salary[exists]=true ||| 401 403 403 403 403 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?salary=771001001 ||| 401 403 403 403 403 200:Asnp 200:Asnp 200:Asnp
          GET /tenants/acme/people?salary.a[exists]=false ||| 401 403 403 403 403 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?pin[prefix]=pin ||| 401 403 403 403 403 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?notes[prefix]=note ||| 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?GSI2SK[gte]=0 ||| 401 403 403 403 403 200 200 200
          GET /people?GSI2PK=PAY%23acme ||| 401 403 403 403 403 200:ABHsnp 400:i 400:i
          GET /tenants/acme/people?GSI2SK[gte]="000771001001" ||| 401 403 403 403 403 200:ABHsnp 200:ABHsnp 200:ABHsnp
          GET /tenants/acme/people?GSI2SK[prefix]=0007710&fields=name ||| 401 403 403 403 403 200:ABH 200:ABH 200:ABH
          GET /tenants/acme/people?team=red&GSI2SK[gt]="000771001001" ||| 401 403 403 403 403 200:Bsnp 200:Bsnp 200:Bsnp
          GET /tenants/acme/people?team=red&GSI2PK[exists]=true ||| 401 403 403 403 403 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?GSI2PK[exists]=true ||| 401 403 403 403 403 200:ABHsnp 200:ABHsnp 200:ABHsnp
          GET /docs?GSI1SK[exists]=true ||| 401 200 200 400 200 200 400 400
          GET /tenants/acme/people?sort=GSI2SK ||| 401 403 403 403 403 400:i 400:i 400:i
          GET /tenants/acme/people?fields=salary,pin,name ||| 401 200 200:ABCH 400 200:ABCH 200:ABCHsp 200:ABCHsp 200:ABCHsp
          GET /tenants/acme/people?fields=-name ||| 401 200 200:n 400 200:n 200:snp 200:snp 200:snp
          GET /tenants/acme/people?personId[in]=p1,p2,p9 ||| 401 200 200:ABn 200 200:ABn 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?personId[in]=p1,p2&salary[gte]=1 ||| 401 403 403 403 403 200:ABsnp 200:ABsnp 200:ABsnp
          GET /tenants/acme/people?personId[in]=p1,p2&team=red&fields=name,salary ||| 401 200 200:AB 200 200:AB 200:ABs 200:ABs 200:ABs
          GET /tenants/acme/people?count=true&limit=1 ||| 401 200#0 200#4:An 400 200#4:An 200#4:Asnp 200#4:Asnp 200#4:Asnp
          GET /tenants/acme/people?limit=0 ||| 401 200#0 200#4 400 200#4 200#4 200#4 200#4
          GET /tenants/acme/people?limit=0&salary[gte]=1 ||| 401 403 403 403 403 200#3 200#3 200#3
          GET /tenants/acme/people?limit=1 ||| 401 200 200:An 400 200:An 200:Asnp 200:Asnp 200:Asnp
          GET /tenants/acme/people?limit=1&cursor={next OWNER} ||| 401 400 400 400 200:Bn 400 400 400
          GET /tenants/acme/people?limit=1&cursor={prev OWNER} ||| 401 400 400 400 200:An 400 400 400
          GET /tenants/acme/people?limit=1&cursor={next HR} ||| 401 400 400 400 400 200:Bsnp 400 400
          GET /tenants/acme/people?sort=salary&limit=1&cursor={next HR} ||| 401 403 403 403 403 200:Bsnpi 400 400
          GET /tenants/acme/people?limit=1&cursor={next ADMIN} ||| 401 400 400 400 400 400 200:Bsnp 400
          HEAD /tenants/acme/people ||| 401 200 200 400 200 200 200 200
          GET /tenants/acme/people | Accept: text/csv || 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?fields=name,salary | Accept: text/csv || 401 200 200:ABCH 400 200:ABCH 200:ABCHs 200:ABCHs 200:ABCHs
          GET /tenants/acme/people | Accept: application/x-ndjson || 401 200 200:ABCHn 400 200:ABCHn 200:ABCHsnp 200:ABCHsnp 200:ABCHsnp
          GET /tenants/acme/people?team=red | Accept: application/vnd.larder.dynamodb+json || 401 200 200:ABn 400 200:ABn 200:ABsnpi 200:ABsnpi 200:ABsnpi
          GET /tenants/acme/people?team=red | Accept: application/vnd.larder.plan+json || 401 200 200 400 200 200:i 200:i 200:i
          GET /tenants/acme/people?salary[gte]=1 | Accept: application/vnd.larder.plan+json || 401 403 403 403 403 200:i 200:i 200:i
          GET /tenants/acme/people?sort=salary | Accept: application/vnd.larder.plan+json || 401 403 403 403 403 200:i 200:i 200:i
          GET /tenants/acme/badges ||| 401 200 200:G 400 200:G 200:Gc 200:Gc 200:Gc
          GET /tenants/acme/badges?code[exists]=true ||| 401 403 403 403 403 200:Gc 200:Gc 200:Gc

          # Bulk writes
          POST /tenants/acme/people || [{"personId": "p9", "name": "mine"}, {"personId": "p1", "name": "mine"}] | 401 207/403= 200/200,200 207/403= 200/200,200 200/200,200 200/200,200 200/200,200
          POST /tenants/acme/people || [{"personId": "p9", "salary": 1}, {"personId": "p1", "name": "mine"}] | 401 207/403= 207/403,200 207/403= 207/403,200 200/200,200 200/200,200 200/200,200
          POST /tenants/acme/people || [{"personId": "p1", "notes": "mine"}, {"personId": "p2", "pin": "mine"}] | 401 207/403= 207/403,403= 207/403= 200/200,200 207/403,403= 200/200,200 200/200,200
          POST /tenants/acme/people || [{"personId": "p1", "notes": "note that is stored"}, {"personId": "p1", "salary": 771001001}] | 401 207/403= 207/200,403 207/403= 207/200,403 200/200,200 200/200,200 200/200,200
          POST /people || [{"tenantId": "rival", "personId": "p9"}, {"tenantId": "acme", "personId": "p1", "name": "mine"}] | 401 207/200,403 207/403,200 207/200,403 207/403,200 207/403,200 200/200,200 200/200,200
          POST /tenants/acme/people || [{"personId": "p3", "name": "mine"}] | 401 207/403= 207/422= 207/403= 207/422= 200/200 200/200 200/200
          POST /tenants/acme/people || ndjson {"personId": "p9", "name": "mine"} / {"personId": "p1", "name": "mine"} / {"personId": "p2", "salary": 1} | 401 207/403= 207/200,200,403 207/403= 207/200,200,403 200/200,200,200 200/200,200,200 200/200,200,200
          POST /tenants/acme/people || csv personId,name / p9,mine / p1,mine | 401 207/403= 200/200,200 207/403= 200/200,200 200/200,200 200/200,200 200/200,200
          POST /tenants/acme/people || csv personId,salary / p9,1 / p1,1 | 401 207/403= 207/403= 207/403= 207/403= 200/200,200 200/200,200 200/200,200
          POST /tenants/acme/people || csv personId,pin / p9,mine / p1,mine | 401 207/403= 207/403= 207/403= 200/200,200 207/403= 200/200,200 200/200,200
          POST /tenants/acme/people | Idempotency-Key: {uuid} | [{"personId": "p1", "name": "mine"}] | 401 207/403= 200/200 207/403= 200/200 200/200 200/200 200/200
          POST /tenants/acme/people | Prefer: respond-async | [{"personId": "p1", "name": "mine"}, {"personId": "p2", "salary": 1}] | 401 207/403= 207/200,403 207/403= 207/200,403 200/200,200 200/200,200 200/200,200
          POST /tenants/acme/people | Prefer: return=representation | [{"personId": "p1", "name": "mine"}] | 401 207/403= 200/200 207/403= 200/200 200/200 200/200 200/200
          PATCH /people || updates [{"key": {"tenantId": "acme", "personId": "p1"}, "update": {"set": {"name": "mine"}}}, {"key": {"tenantId": "acme", "personId": "p2"}, "update": {"set": {"salary": 1}}}] | 401 207/404,403= 207/200,403 207/404,403= 207/200,403 200/200,200 200/200,200 200/200,200
          PATCH /people || updates [{"key": {"tenantId": "acme", "personId": "p1"}, "update": {"set": {"name": "mine"}, "if": "salary[gte]=1"}}] | 401 207/403= 207/403= 207/403= 207/403= 200/200 200/200 200/200
          PATCH /people || updates [{"key": {"tenantId": "acme", "personId": "p1"}, "update": {"set": {"pin": "mine"}}}, {"key": {"tenantId": "acme", "personId": "p2"}, "update": {"add": {"pin": 1}}}] | 401 207/403= 207/403= 207/403= 207/200,403 207/403= 207/200,409 207/200,409
          DELETE /people || [{"tenantId": "acme", "personId": "p1"}, {"tenantId": "rival", "personId": "p1"}] | 401 207/404,204 207/204,404 207/404,204 207/204,404 207/204,404 200/204,204 200/204,204
          DELETE /people || ndjson {"tenantId": "acme", "personId": "p1", "_version": "{version}"} | 401 207/404= 200/204 207/404= 200/204 200/204 200/204 200/204

          # Writes by query
          PATCH /tenants/acme/people?team=red || update {"set": {"name": "mine"}} | 401 400 400 400 400 400 400 400
          PATCH /tenants/acme/people?team=red | Prefer: respond-async | update {"set": {"name": "mine"}} | 401 200= 200 400 200 200 200 200
          PATCH /tenants/acme/people?team=red | Prefer: respond-async | update {"set": {"salary": 1}} | 401 403 403 403 403 200 200 200
          PATCH /tenants/acme/people?salary[gte]=1 | Prefer: respond-async | update {"set": {"name": "mine"}} | 401 403 403 403 403 200 200 200
          PATCH /tenants/acme/people?team=red | Prefer: respond-async | update {"set": {"name": "mine"}, "if": "salary[gte]=1"} | 401 403 403 403 403 200 200 200
          DELETE /tenants/acme/people?team=red | Prefer: respond-async || 401 200= 200 400 200 200 200 200
          DELETE /tenants/acme/people?salary[gte]=1 | Prefer: respond-async || 401 403 403 403 403 200 200 200
          DELETE /people?team=red | Prefer: respond-async || 401 200 200 400 200 200 400:i 400:i

          # Transactions
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}}]} | 401 404 200 404 200 200 200 200
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"salary": 1}}]} | 401 404 403 404 403 200 200 200
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"notes": "note that is stored"}}]} | 401 404 200 404 200 200 200 200
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}, "ifMatch": "\\"x\\""}]} | 401 404 409/412:e 404 409/412:e 409/412:e 409/412:e 409/412:e
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}, "if": "salary[gte]=1"}]} | 401 404 403 404 403 200 200 200
          POST /_transactions || {"operations": [{"method": "POST", "path": "/people", "body": {"tenantId": "acme", "personId": "p9", "name": "mine"}}]} | 401 403 200 403 200 200 200 200
          POST /_transactions || {"operations": [{"method": "POST", "path": "/people", "body": {"tenantId": "acme", "personId": "p9", "salary": 1}}]} | 401 403 403 403 403 200 200 200
          POST /_transactions || {"operations": [{"method": "POST", "path": "/people", "body": {"tenantId": "acme", "personId": "p2", "name": "mine"}}]} | 401 403 409/409:e 403 409/409:e 409/409:e 409/409:e 409/409:e
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/tenants/acme/people/p1", "body": {"set": {"name": "mine"}}}]} | 401 404 200 404 200 200 200 200
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/tenants/acme/people/p1", "body": {"set": {"salary": 1}}}]} | 401 403 403 403 403 200 200 200
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/tenants/acme/people/p1", "body": {"set": {"pin": "mine"}}}]} | 401 403 403 403 200 403 200 200
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/tenants/acme/people/p1", "body": {"add": {"pin": 1}}}]} | 401 403 403 403 403 403 409 409
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/tenants/acme/people/p1", "body": {"set": {"name": "mine"}, "if": "salary[gte]=1"}}]} | 401 403 403 403 403 200 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/tenants/acme/people/p1"}]} | 401 404 200 404 200 200 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/tenants/acme/people/p1", "if": "salary[gte]=1"}]} | 401 404 403 404 403 200 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/tenants/acme/people/p1", "if": "notes[exists]=false"}]} | 401 404 409/412:e 404 409/412:e 409/412:e 409/412:e 409/412:e
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/people/p1", "ifMatch": "*"}]} | 401 404 200= 404 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/people/p1", "if": "salary[gte]=1"}]} | 401 404 403 404 403 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/people/p1", "if": "GSI2SK[prefix]=000771"}]} | 401 404 403 404 403 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/people/p1", "if": "team=red"}]} | 401 404 200= 404 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/people/p2", "if": "team=blue"}]} | 401 404 409/412:e 404 409/412:e 409/412:e 409/412:e 409/412:e
          POST /_transactions | Idempotency-Key: {uuid} | {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}}, {"method": "DELETE", "path": "/tenants/acme/people/p2"}]} | 401 404 200 404 200 200 200 200
          POST /_transactions | Prefer: respond-async | {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}}]} | 401 404 200 404 200 200 200 200
          POST /_transactions | Prefer: return=representation | {"operations": [{"method": "PUT", "path": "/tenants/acme/people/p1", "body": {"name": "mine"}}]} | 401 404 200 404 200 200 200 200

          # Rows in no key of the table, and readers
          GET /docs/d1 ||| 401 404 404 200:D 200:D 200:Dc 200:Dc 200:Dc
          GET /docs/d2 ||| 401 404 200:E 404 200:E 404 200:Ec 200:Ec
          GET /docs/d3 ||| 401 200:F 404 404 404 404 200:Fc 200:Fc
          HEAD /docs/d1 ||| 401 404 404 200 200 200 200 200
          GET /docs/d1?fields=name,secret ||| 401 404 404 200:D 200:D 200:Dc 200:Dc 200:Dc
          GET /docs/d1?fields=readers ||| 401 404 404 200 200 200 200 200
          GET /docs/d1 | Accept: application/vnd.larder.dynamodb+json || 401 404 404 200:D 200:D 200:Dc 200:Dc 200:Dc
          GET /docs/d1 | If-None-Match: {tag} || 401 404 404 304 304 304 304 200:Dc
          GET /docs/d1?include=remarks ||| 401 404 404 200:DR 200:DR 200:Dc 200:DRch 200:DRch
          GET /docs/d1/remarks/r1 ||| 401 404 404 200:R 200:R 404 200:Rh 200:Rh
          GET /docs/d1/remarks/r1?include=docs ||| 401 404 404 200:DR 200:DR 404 200:DRch 200:DRch
          PUT /docs/d9 || {"name": "mine"} | 401 201 201 422 201 201 422 422
          PUT /docs/d9 || {"ownerId": "ada"} | 401 403 403 403 201 403 422 422
          PUT /docs/d9 || {"tenantId": "acme", "ownerId": "ada"} | 401 403 403 403 201 403 201 200
          PUT /docs/d9 || {"tenantId": "rival"} | 401 201 403 201 403 403 422 422
          PUT /docs/d9 || {"readers": ["pat"]} | 401 201 201 422 201 201 422 422
          PUT /docs/d9 || {"readers": "pat"} | 401 422 422 422 422 422 422 422
          PUT /docs/d9 || {"secret": "mine"} | 401 403 403 422 403 201 422 422
          PUT /docs/d1 || {"name": "mine"} | 401 404 404 422 200 403 422 422
          PUT /docs/d1 || {"name": "mine", "tenantId": "rival"} | 401 404 403 403 403 403 422 422
          PUT /docs/d1 || {"secret": "mine"} | 401 403 403 422 403 403 422 422
          PUT /docs/d2 || {"name": "mine"} | 401 404 200 422 403 404 422 422
          PUT /docs/d1 | If-Match: {tag} | {"name": "mine"} | 401 404 404 422 200 403 422 422
          PUT /docs/d1 | If-Match: * | {"name": "mine"} | 401 404 404 422 200 403 422 422
          PUT /docs/d1 | If-None-Match: * | {"name": "mine"} | 401 404 404 422 412:e 403 422 422
          PUT /docs/d1 | Idempotency-Key: {uuid} | {"name": "mine"} | 401 404 404 422 200 403 422 422
          POST /docs || {"docId": "d9", "name": "mine"} | 401 201 201 422 201 201 422 422
          POST /docs || {"docId": "d9", "tenantId": "rival"} | 401 201 403 201 403 403 422 422
          POST /docs || {"docId": "d1", "name": "mine"} | 401 409 409 422 409:e 409 422 422
          POST /docs || {"docId": "d1", "tenantId": "acme", "ownerId": "ada"} | 401 403 403 403 409:e 403 409:e 409:e
          PATCH /docs/d1 || merge {"name": "mine"} | 401 404 404 403 200 403 200:c 200:c
          PATCH /docs/d1 || merge {"ownerId": "rita"} | 401 404 404 403 403 403 200:Dc 200:Dc
          PATCH /docs/d1 || merge {"readers": ["eve"]} | 401 404 404 403 200:D 403 200:Dc 200:Dc
          PATCH /docs/d1 || merge {"readers": null} | 401 404 404 403 200:D 403 200:Dc 200:Dc
          PATCH /docs/d1 || merge {"ownerId": null} | 401 404 404 403 422 403 422 422
          PATCH /docs/d1 || patch [{"op": "test", "path": "/name", "value": "Doc of ada"}] | 401 404 404 403 200:D= 403 200:Dc= 200:Dc=
          PATCH /docs/d1 || patch [{"op": "test", "path": "/secret", "value": "code that is stored"}] | 401 404 404 403 403 403 200:Dc= 200:Dc=
          PATCH /docs/d1 || patch [{"op": "copy", "from": "/secret", "path": "/name"}] | 401 404 404 403 403 403 200:c 200:c
          PATCH /docs/d1 || update {"set": {"name": "mine"}} | 401 404 404 403 200 403 200:c 200
          PATCH /docs/d1 || update {"set": {"ownerId": "eve"}} | 401 404 404 403 403 403 200:Dc 200
          PATCH /docs/d1 || update {"set": {"tenantId": "rival"}} | 401 404 404 403 403 403 200:Dc 200
          PATCH /docs/d1 || update {"remove": ["tenantId"]} | 401 422 422 422 422 422 422 422
          PATCH /docs/d1 || update {"set": {"readers": ["eve"]}} | 401 404 404 403 200:D 403 200:Dc 200
          PATCH /docs/d1 || update {"set": {"readers": "eve"}} | 401 404 404 403 422 403 422 422
          PATCH /docs/d2 || update {"add": {"readers": ["eve"]}} | 401 404 200:E 404 403 404 200:Ec 200
          PATCH /docs/d1 || update {"remove": ["readers"]} | 401 404 404 403 200:D 403 200:Dc 200
          PATCH /docs/d1 || update {"set": {"name": "mine"}, "if": "name[exists]=true"} | 401 404 404 403 200 403 200:c 200
          PATCH /docs/d1 || update {"set": {"name": "mine"}, "if": "secret[exists]=true"} | 401 403 403 403 403 403 200:c 200
          PATCH /docs/d9 || update {"set": {"name": "mine"}, "upsert": true} | 401 201 201 422 201 201 422 422
          PATCH /docs/d1 | If-Match: * | update {"set": {"name": "mine"}} | 401 404 404 403 200 403 200:c 200
          DELETE /docs/d1 ||| 401 404 404 403 204 403 204 200
          DELETE /docs/d2 ||| 401 404 204 404 403 404 204 200
          DELETE /docs/d1 | If-Match: {tag} || 401 404 404 403 204 403 204 412:e
          GET /docs ||| 401 200:F 200:E 400 200:DO 200 400 400
          GET /docs?tenantId=rival ||| 401 200:F 200 200 200 200 400 400
          GET /docs?tenantId=acme&ownerId=ada ||| 401 200 200 400 200:DO 200 200:DOc 200:DOc
          GET /docs?ownerId=ada ||| 401 200 200 400 200:DO 200 400 400
          GET /docs?tenantId=acme&ownerId[in]=ada,pat ||| 401 200 200:E 400 200:DO 200 400 400
          GET /docs?name[prefix]=Doc ||| 401 200:F 200:E 400 200:D 200 400 400
          GET /docs?secret[prefix]=code ||| 401 403 403 403 403 200 400 400
          GET /docs?sort=-docId ||| 401 200:F 200:E 400 200:DO 200 400 400
          GET /docs?readers[contains]=rita ||| 401 200 200 400 200:DO 200 400 400
          GET /docs?docId[in]=d1,d2,d3 ||| 401 200:F 200:E 200:D 200:DE 200:Dc 200:DEFc 200:DEFc
          GET /docs?docId=d1 ||| 401 200 200 400 200:D 200 200:Dc 200:Dc
          GET /docs?docId[in]=d1,d2,d3&fields=name ||| 401 200:F 200:E 200:D 200:DE 200:D 200:DEF 200:DEF
          GET /docs?docId[in]=d1,d2,d3&secret[exists]=true ||| 401 403 403 403 403 200:Dc 200:DEFc 200:DEFc
          GET /docs?docId[in]=d1,d2,d3 | Accept: text/csv || 401 200:F 200:E 200:D 200:DE 200:Dc 200:DEFc 200:DEFc
          GET /docs?docId[in]=d1,d2,d3 | Accept: application/x-ndjson || 401 200:F 200:E 200:D 200:DE 200:Dc 200:DEFc 200:DEFc
          GET /docs | Accept: application/vnd.larder.plan+json || 401 200 200 400 200 200 400 400
          GET /docs?limit=0 ||| 401 200#1 200#1 400 200#2 200#0 400 400
          GET /docs?limit=1&count=true ||| 401 200#1:F 200#1:E 400 200#2:D 200#0 400 400
          GET /docs/d4 ||| 401 404 404 404 200:O 404 200:Oc 200:Oc
          GET /docs?docId[in]=d1,d4 ||| 401 200 200 200:D 200:DO 200:Dc 200:DOc 200:DOc
          GET /remarks ||| 401 400 400 400 400 200 400:i 400:i
          GET /remarks?ownerId=ada ||| 401 400 400 400 400 200 200:Rh 200:Rh
          GET /docs/d1/remarks ||| 401 400 400 400 400 200 200:Rh 200:Rh
          GET /docs/d1/remarks?remarkId[in]=r1 ||| 401 200 200 200:R 200:R 200 200:Rh 200:Rh
          POST /docs || [{"docId": "d9", "name": "mine"}, {"docId": "d1", "name": "mine"}] | 401 207/200,404 207/200,404 207/422= 200/200,200 207/200,403 207/422= 207/422=
          POST /docs || [{"docId": "d9", "tenantId": "rival"}, {"docId": "d1", "tenantId": "acme"}] | 401 207/200,403 207/403,404= 207/200,403 207/403,200 207/403,403= 207/422= 207/422=
          POST /docs || csv docId,name / d9,mine / d1,mine | 401 207/200,404 207/200,404 207/422= 200/200,200 207/200,403 207/422= 207/422=
          DELETE /docs || [{"docId": "d1"}, {"docId": "d2"}, {"docId": "d3"}] | 401 207/404,204 207/404,204,404 207/403,404= 207/204,403,404 207/403,404= 200/204,204,204 200/204,204,204
          PATCH /docs || updates [{"key": {"docId": "d1"}, "update": {"set": {"name": "mine"}}}, {"key": {"docId": "d2"}, "update": {"set": {"name": "mine"}}}] | 401 207/404= 207/404,200 207/403,404= 207/200,403 207/403,404= 200/200,200 200/200,200
          PATCH /docs?name[prefix]=Doc | Prefer: respond-async | update {"set": {"name": "mine"}} | 401 200 200 400 200 200= 400 400
          DELETE /docs?tenantId=acme | Prefer: respond-async || 401 200= 200 400 200 200= 400 400
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/docs/d1", "body": {"name": "mine"}}]} | 401 409/404 409/404 422 200 409/403 422 422
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/docs/d9", "body": {"name": "mine"}}]} | 401 200 200 422 200 200 422 422
          POST /_transactions || {"operations": [{"method": "PATCH", "path": "/docs/d1", "body": {"set": {"name": "mine"}}}]} | 401 409/404 409/404 409/403 200 409/403 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/docs/d1"}]} | 401 409/404 409/404 409/403 200 409/403 200 200
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/docs/d1", "if": "name[exists]=true"}]} | 401 409/404 409/404 409/403 200 409/403 200 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "ifMatch": "*"}]} | 401 409/404 409/404 200= 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "if": "secret[exists]=true"}]} | 401 403 403 403 403 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "if": "name=none"}]} | 401 409/404 409/404 409/412:e 409/412:e 409/412:e 409/412:e 409/412:e
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "ifMatch": "*"}, {"method": "PATCH", "path": "/docs/d2", "body": {"set": {"name": "mine"}}}]} | 401 409/404,404 409/404 409/404 409/403 409/404 200 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "ifMatch": "*"}, {"method": "POST", "path": "/docs", "body": {"docId": "d9", "tenantId": "acme"}}]} | 401 403 409/404 403 200 200 422 422

          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d4", "ifMatch": "*"}]} | 401 409/404 409/404 409/404 200= 409/404 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d9", "ifNoneMatch": "*"}]} | 401 200= 200= 200= 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d3", "ifNoneMatch": "*"}]} | 401 409/412:e 409/404 409/404 409/404 409/404 409/412:e 409/412:e
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/docs/d1", "ifNoneMatch": "*"}]} | 401 409/404 409/404 409/412:e 409/412:e 409/412:e 409/412:e 409/412:e
          PUT /docs/d9 || {"tenantId": "acme", "ownerId": "ada", "readers": "pat"} | 401 403 403 403 422 403 422 422

          # A row in the key, and readers
          GET /tenants/acme/badges/b1 ||| 401 404 200:G 200:G 200:G 200:Gc 200:Gc 200:Gc
          GET /tenants/acme/badges/b9 ||| 401 404 404 404 404 404 404 200
          GET /tenants/acme/badges?badgeId[in]=b1 ||| 401 200 200:G 200 200:G 200:Gc 200:Gc 200:Gc
          GET /tenants/acme/badges/b1?include=people ||| 401 404 200:ABCHGn 200:G 200:ABCHGn 200:ABCHGsnpc 200:ABCHGsnpc 200:ABCHGsnpc
          PUT /tenants/acme/badges/b1 || {"name": "mine"} | 401 404 200 404 200 200 200 200
          PATCH /tenants/acme/badges/b1 || merge {"name": "mine"} | 401 404 200 404 200 200:c 200:c 200:c
          PATCH /tenants/acme/badges/b1 || update {"set": {"name": "mine"}} | 401 404 200 404 200 200:c 200:c 200
          DELETE /tenants/acme/badges/b1 ||| 401 404 204 404 204 204 204 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/badges/b1", "ifMatch": "*"}]} | 401 409/404 200= 200= 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/badges/b1", "ifNoneMatch": "*"}]} | 401 409/404 409/412:e 409/412:e 409/412:e 409/412:e 409/412:e 409/412:e
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/badges/b1", "if": "name[exists]=true"}]} | 401 409/404 200= 200= 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/badges/b9", "ifNoneMatch": "*"}]} | 401 409/404 200= 409/404 200= 200= 200= 200=
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/tenants/acme/badges/b9", "ifMatch": "*"}]} | 401 409/404 409/412 409/404 409/412 409/412 409/412 409/412
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/tenants/acme/badges/b1"}]} | 401 404 200 404 200 200 200 200

          # A collection of settings alone
          GET /items/s1 ||| 401 404 404 404 200:Pn 404 200:Psn 200:Psn
          GET /items/s3 ||| 401 200:Un 404 404 404 404 200:Usn 200:Usn
          HEAD /items/s1 ||| 401 404 404 404 200 404 200 200
          GET /items/s1 | If-None-Match: "{version}" || 401 404 404 404 304 404 304 304
          POST / || {"id": "s1"} | 401 404 404 404 200:Pn= 404 200:Psn= 200:Psn=
          POST / || {"id": "s3"} | 401 200:Un= 404 404 404 404 200:Usn= 200:Usn=
          PUT /items/s9 || {"name": "mine"} | 401 201 201 422 201 201 422 422
          PUT /items/s9 || {"salary": 1, "name": "mine"} | 401 403 403 422 403 201 422 422
          PUT /items/s1 || {"name": "mine"} | 401 404 404 422 200 404 422 422
          PUT /items/s1 || {"salary": 1} | 401 403 403 422 403 404 422 422
          PUT /items/s1 || {"notes": "mine"} | 401 403 403 422 200 403 422 422
          POST /items || {"name": "mine"} | 401 201 201 422 201 201 422 422
          POST /items || {"id": "s1", "name": "mine"} | 401 409 409 422 409:e 409 422 422
          PATCH /items/s1 || merge {"name": "mine"} | 401 404 404 404 200:n 404 200:sn 200:sn
          PATCH /items/s1 || merge {"ownerId": "eve"} | 401 404 404 404 403 404 200:Psn 200:Psn
          PATCH /items/s1 || patch [{"op": "test", "path": "/salary", "value": 771001005}] | 401 404 404 404 403 404 200:Psn= 200:Psn=
          PATCH /items/s1 || update {"set": {"name": "mine"}} | 401 404 404 404 200:n 404 200:sn 200
          PATCH /items/s1 || update {"add": {"salary": 1}} | 401 403 403 403 403 404 200:Psn 200
          PATCH /items/s1 || update {"set": {"name": "mine"}, "if": "salary[gte]=1"} | 401 403 403 403 403 404 200:sn 200
          DELETE /items/s1 ||| 401 404 404 404 204 404 204 200
          GET /items ||| 401 200:Un 200:Qn 400 200:Pn 200 200:PQUsn 200:PQUsn
          GET /items?tenantId=acme ||| 401 200 200:Qn 400 200:Pn 200 200:PQsn 200:PQsn
          GET /items?tenantId=rival ||| 401 200:Un 200 200 200 200 200:Usn 200:Usn
          GET /items?ownerId=ada ||| 401 200 200 400 200:Pn 200 200:Psn 200:Psn
          GET /items?ownerId=ada&salary[gte]=1 ||| 401 403 403 403 403 200 200:Psn 200:Psn
          GET /items?ownerId=ada&sort=salary ||| 401 403 403 403 403 400 200:Psn 200:Psn
          GET /items?ownerId=ada&sort=-salary | Accept: application/vnd.larder.plan+json || 401 403 403 403 403 400 200 200
          GET /items?tenantId=acme&ownerId=ada&fields=salary,name ||| 401 200 200 400 200:P 200 200:Ps 200:Ps
          GET /items?id[in]=s1,s2,s3 ||| 401 200:Un 200:Qn 200 200:Pn 200 200:PQUsn 200:PQUsn
          GET /items?id[in]=s1,s2,s3&salary[exists]=true ||| 401 403 403 403 403 200 200:PQUsn 200:PQUsn
          GET /items | Accept: text/csv || 401 200:Un 200:Qn 400 200:Pn 200 200:PQUsn 200:PQUsn
          GET /items | Accept: application/x-ndjson || 401 200:Un 200:Qn 400 200:Pn 200 200:PQUsn 200:PQUsn
          GET /items?limit=0 ||| 401 200#1 200#1 400 200#1 200#0 200#3 200#3
          GET /items?limit=1&cursor={next ADMIN} ||| 401 400 400 400 400 400 200:Psn 400
          POST /items || [{"id": "s1", "name": "mine"}, {"id": "s9", "salary": 1}] | 401 207/404,403= 207/404,403= 207/422= 207/200,403 207/404,200 207/422= 207/422=
          POST /items || csv id,name / s1,mine / s9,mine | 401 207/404,200 207/404,200 207/422= 200/200,200 207/404,200 207/422= 207/422=
          DELETE /items || [{"id": "s1"}, {"id": "s2"}, {"id": "s3"}] | 401 207/404,204 207/404,204,404 207/404= 207/204,404 207/404= 200/204,204,204 200/204,204,204
          PATCH /items || updates [{"key": {"id": "s1"}, "update": {"set": {"name": "mine"}}}] | 401 207/404= 207/404= 207/404= 200/200 207/404= 200/200 200/200
          POST /_transactions || {"operations": [{"method": "PUT", "path": "/items/s1", "body": {"name": "mine"}}]} | 401 409/404 409/404 422 200 409/404 422 422
          POST /_transactions || {"operations": [{"method": "DELETE", "path": "/items/s1", "if": "salary[gte]=1"}]} | 401 403 403 403 403 409/404 200 200
          POST /_transactions || {"operations": [{"method": "CHECK", "path": "/items/s1", "ifMatch": "*"}, {"method": "POST", "path": "/items", "body": {"id": "s9"}}]} | 401 409/404 409/404 422 200 409/404 422 422
          """)
  void aRequestIsAnsweredAsTheRulesSay(String line, String fields, String body, String cells)
      throws Exception {
    List<String> seen = new ArrayList<>();
    for (Who caller : Who.values()) {
      seen.add(matrix.send(caller, line, fields, body).toString());
    }
    assertEquals(cells, String.join(" ", seen));
  }

  @Test
  void aRepeatShowsWhatItsCallerMaySee() throws Exception {
    for (String line :
        List.of("PUT /tenants/acme/people/p1", "PATCH /tenants/acme/people/p1", "POST /people")) {
      String key = "Idempotency-Key: " + UUID.randomUUID();
      String body =
          line.startsWith("PUT")
              ? "{\"name\": \"mine\"}"
              : line.startsWith("PATCH")
                  ? "merge {\"name\": \"mine\"}"
                  : "{\"tenantId\": \"acme\", \"personId\": \"p9\", \"name\": \"mine\"}";
      for (Who caller : List.of(Who.PEER, Who.OWNER, Who.HR, Who.ADMIN)) {
        RulesMatrix.Seen first = matrix.attempt(caller, line, key, body);
        RulesMatrix.Seen again = matrix.attempt(caller, line, key, body);
        assertNull(first.answer().headers().get("Idempotency-Replayed"), first::toString);
        assertEquals("true", again.answer().headers().get("Idempotency-Replayed"), line);
        assertEquals(first.answer().body(), again.answer().body(), caller::name);
        boolean seesFields = Set.of(Who.HR, Who.ADMIN).contains(caller);
        assertTrue(seesFields || !again.toString().matches(".*[sp].*"), again::toString);
        matrix.reset();
      }
    }
  }

  @Test
  void aListThatOthersInterruptIsNotShortened() throws Exception {
    for (int i = 0; i < 6; i++) {
      Map<String, AttributeValue> remark =
          Map.of(
              "PK", AttributeValue.fromS("D#d1"),
              "SK", AttributeValue.fromS("R#a" + i),
              "kind", AttributeValue.fromS("remark"),
              "docId", AttributeValue.fromS("d1"),
              "remarkId", AttributeValue.fromS("a" + i),
              "ownerId", AttributeValue.fromS("eve"),
              "text", AttributeValue.fromS("x".repeat(390_000)));
      client.putItem(put -> put.tableName("firm").item(remark));
    }
    HttpEvent.Answer answer = matrix.plain(Who.OWNER, "/docs/d1?include=remarks");
    assertEquals(422, answer.status(), answer::body);
    assertTrue(answer.body().contains("others' items included"), answer::body);
    assertEquals(200, matrix.plain(Who.ADMIN, "/docs/d1?include=remarks").status());
  }

  @Test
  void anEntityTagDoesNotDependOnWhatIsHidden() throws Exception {
    String before = tag(Who.PEER);
    String beforeForHr = tag(Who.HR);
    matrix.set("p2", "salary", AttributeValue.fromN("1"));
    assertEquals(before, tag(Who.PEER));
    assertNotEquals(beforeForHr, tag(Who.HR));
    matrix.set("p2", "notes", AttributeValue.fromS("other"));
    assertNotEquals(before, tag(Who.PEER));
  }

  private String tag(Who caller) throws Exception {
    return matrix.plain(caller, "/tenants/acme/people/p2").headers().get("ETag");
  }

  @Test
  void aJobIsItsCallersAlone() throws Exception {
    HttpEvent.Answer accepted =
        matrix
            .attempt(
                Who.HR,
                "PATCH /tenants/acme/people/p1",
                "Prefer: respond-async",
                "merge {\"name\": \"mine\"}")
            .answer();
    assertEquals(202, accepted.status(), accepted::toString);
    String job = accepted.headers().get("Location");
    assertEquals("200:snp", "" + new RulesMatrix.Seen(matrix.result(Who.HR, accepted), false));
    for (Who other : Who.values()) {
      if (other != Who.HR && other != Who.DIRECT) {
        int status = other == Who.NOBODY ? 401 : 404;
        assertEquals(status, matrix.plain(other, job).status(), other::name);
        assertEquals(status, matrix.plain(other, job + "/result").status(), other::name);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "DIRECT", mode = EnumSource.Mode.EXCLUDE)
  void aDescriptionHasTheFieldsThatItsReaderMayUse(Who caller) throws Exception {
    HttpEvent.Answer described = matrix.plain(caller, "/openapi");
    if (caller == Who.NOBODY) {
      assertEquals(401, described.status());
      return;
    }
    boolean seesSalaries = Set.of(Who.HR, Who.ADMIN).contains(caller);
    assertEquals(seesSalaries, described.body().contains("salary"), described::body);
  }

  @Test
  void aMessageOfAQueueMayChangeEverything() throws Exception {
    String event =
        """
        {"Records": [{"messageId": "%s", "body": "%s", "attributes": {}, \
        "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:1:writes"}]}
        """
            .formatted(
                UUID.randomUUID(),
                "{\"method\": \"PUT\", \"path\": \"/tenants/acme/people/p1\", \"body\": {\"salary\": 7}}"
                    .replace("\"", "\\\""));
    assertEquals("{\"batchItemFailures\":[]}", matrix.invoke(event));
    assertTrue(matrix.plain(Who.HR, "/tenants/acme/people/p1").body().contains("\"salary\":7"));
  }

  @Test
  void whatOnlySomeMayReadIsNotPublished() throws Exception {
    Map<String, String> settings = new HashMap<>();
    try (FakeEventBridge bus = FakeEventBridge.start()) {
      settings.put("aws.endpointUrlEventBridge", bus.endpoint().toString());
      settings.put("aws.accessKeyId", "test");
      settings.put("aws.secretAccessKey", "test");
      settings.put("aws.region", "eu-central-1");
      settings.replaceAll(System::setProperty);
      matrix.invoke(matrix.streamed());
      assertEquals(SEEN_BY_ALL, RulesMatrix.marks(bus.taken().toString()));
    } finally {
      settings.forEach(
          (name, before) -> {
            if (before == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, before);
            }
          });
    }
  }
}
